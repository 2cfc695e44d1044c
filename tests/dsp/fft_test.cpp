// The transform against its definition in double precision; every lane against lane 1.
#include "dsp/math/fft.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <vector>

using namespace phonon::dsp;

namespace {

struct Numbers {
    std::vector<float> re, im;
};

Numbers noise(int size, std::uint32_t seed) {
    Numbers x;
    const auto next = [&] {
        seed = seed * 1664525u + 1013904223u;
        return static_cast<float>(seed >> 8) / 8388608.0f - 1.0f;
    };
    for (int i = 0; i < size; ++i) {
        x.re.push_back(next());
        x.im.push_back(next());
    }
    return x;
}

std::complex<double> defined(const Numbers& x, int k) {
    const auto size = static_cast<int>(x.re.size());
    std::complex<double> sum;
    for (int n = 0; n < size; ++n) {
        const double turn = -2 * std::numbers::pi * (static_cast<std::int64_t>(k) * n % size) / size;
        const auto i = static_cast<std::size_t>(n);
        sum += std::complex<double>(static_cast<double>(x.re[i]), static_cast<double>(x.im[i])) * std::polar(1.0, turn);
    }
    return sum;
}

}  // namespace

TEST_CASE("fft is the sum that defines it") {
    for (int size = 1; size <= fft_largest; size *= 2) {
        const Numbers x = noise(size, static_cast<std::uint32_t>(size));
        Numbers y = x;
        fft(y.re.data(), y.im.data(), size);
        double worst = 0;
        for (int k = 0; k < size; k += 1 + size / 64) {
            const auto i = static_cast<std::size_t>(k);
            worst = std::max(worst,
                             std::abs(std::complex<double>(static_cast<double>(y.re[i]), static_cast<double>(y.im[i])) -
                                      defined(x, k)));
        }
        CAPTURE(size);
        CHECK(worst < 4e-7 * std::sqrt(size) * (1 + std::log2(size)));
    }
}

TEST_CASE("fft with real and imaginary parts exchanged is the inverse") {
    const int size = 1024;
    const Numbers x = noise(size, 7);
    Numbers y = x;
    fft(y.re.data(), y.im.data(), size);
    fft(y.im.data(), y.re.data(), size);
    float worst = 0;
    for (std::size_t i = 0; i < x.re.size(); ++i)
        worst = std::max({worst, std::fabs(y.re[i] / size - x.re[i]), std::fabs(y.im[i] / size - x.im[i])});
    CHECK(worst < 2e-6f);
}

TEST_CASE("fft of sixteen lanes gives the bits of one") {
    const int size = 64;
    std::vector<Float<16>> re(size), im(size);
    std::vector<Numbers> each;
    for (int l = 0; l < 16; ++l) {
        each.push_back(noise(size, static_cast<std::uint32_t>(l)));
        for (std::size_t i = 0; i < size; ++i) {
            re[i].set_lane(l, each.back().re[i]);
            im[i].set_lane(l, each.back().im[i]);
        }
    }
    fft(re.data(), im.data(), size);
    for (int l = 0; l < 16; ++l) {
        Numbers& y = each[static_cast<std::size_t>(l)];
        fft(y.re.data(), y.im.data(), size);
        for (std::size_t i = 0; i < size; ++i) {
            REQUIRE(re[i].lane(l) == y.re[i]);
            REQUIRE(im[i].lane(l) == y.im[i]);
        }
    }
}
