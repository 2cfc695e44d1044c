#include "io/files/dither.hpp"

#include <cassert>
#include <cmath>

namespace phonon::io {

namespace {

// SplitMix64 (Steele, Lea and Flood 2014): every counter gives 64 well-mixed bits.
std::uint64_t mixed(std::uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

}  // namespace

Dither::Dither(int bits) noexcept : bits_(bits) { assert(bits >= 2 && bits <= 24); }

void Dither::quantise(std::span<const float> in, std::span<int> out) noexcept {
    assert(in.size() == out.size());
    const double top = static_cast<double>((1 << (bits_ - 1)) - 1);
    const double full = top + 1;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const std::uint64_t r = mixed(counter_++);
        const double noise =
            (static_cast<double>(r >> 32) + static_cast<double>(r & 0xffffffffu)) * (1.0 / 4294967296.0) - 1;
        const double x = std::isfinite(in[i]) ? static_cast<double>(in[i]) : 0.0;
        if (x > 1 || x < -1) ++clipped_;
        const double level = x * full + noise + 0.5;
        // Rounded down, without a call of the library for each sample.
        const double within = level > top ? top : level < -full ? -full : level;
        const int towards_zero = static_cast<int>(within);
        out[i] = (towards_zero - (static_cast<double>(towards_zero) > within ? 1 : 0)) * (1 << (32 - bits_));
    }
}

}  // namespace phonon::io
