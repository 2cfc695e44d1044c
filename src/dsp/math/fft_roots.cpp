// The roots of unity, made while compiling from half angles: square roots, sums and products alone, so that the bits
// are the same with every compiler and C library.
#include <array>
#include <cstddef>

#include "dsp/math/fft.hpp"

namespace phonon::dsp {
namespace {

struct Root {
    double cosine, sine;
};

constexpr double square_root(double x) {
    double y = x > 1 ? x : 1.0;
    for (int i = 0; i < 60; ++i) y = 0.5 * (y + x / y);
    return y;
}

// 1/2, 1/4, 1/8 ... of a turn.
constexpr auto halves = [] {
    std::array<Root, 13> roots{};
    roots[0] = {-1, 0};
    roots[1] = {0, 1};
    for (std::size_t i = 2; i < roots.size(); ++i) {
        const double cosine = square_root(0.5 * (1 + roots[i - 1].cosine));
        roots[i] = {cosine, roots[i - 1].sine / (2 * cosine)};
    }
    return roots;
}();
static_assert(1 << halves.size() == fft_largest);

// A product of the halves that its bits name.
constexpr Root root(int k) {
    Root r{1, 0};
    for (std::size_t i = 1; i < halves.size(); ++i) {
        if ((k & (fft_largest >> (i + 1))) == 0) continue;
        r = {r.cosine * halves[i].cosine - r.sine * halves[i].sine,
             r.sine * halves[i].cosine + r.cosine * halves[i].sine};
    }
    return r;
}

}  // namespace

constinit const FftRoots fft_roots = [] {
    FftRoots roots{};
    for (int k = 0; k < fft_largest / 2; ++k) {
        const Root r = root(k);
        roots.cosines[k] = static_cast<float>(r.cosine);
        roots.sines[k] = static_cast<float>(r.sine);
    }
    return roots;
}();

}  // namespace phonon::dsp
