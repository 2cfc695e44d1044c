// Every elementary function against the C library in double precision, over dense grids; every lane against lane 1.
#include "dsp/math/functions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

using namespace phonon::dsp;

namespace {

constexpr double two_pi = 2 * std::numbers::pi;

// The largest difference between f and the exact function over `points` steps of [low, high]; relative on request.
// Also holds the bits of lanes 2 and 16 to those of lane 1.
template <class F, class Exact>
double worst(F f, Exact exact, double low, double high, bool relative = false, int points = 200'000) {
    double most = 0;
    bool lanes_agree = true;
    for (int i = 0; i <= points; i += 16) {
        float x[16];
        for (int l = 0; l < 16; ++l) x[l] = static_cast<float>(low + (high - low) * std::min(i + l, points) / points);
        float wide[16];
        f(Float<16>::load(x)).store(wide);
        for (int l = 0; l < 16; ++l) {
            const float one = f(Float<1>(x[l])).lane(0);
            float two[2] = {x[15 - l], x[l]};
            f(Float<2>::load(two)).store(two);
            const auto bits_of_one = std::bit_cast<std::uint32_t>(one);
            lanes_agree = lanes_agree && bits_of_one == std::bit_cast<std::uint32_t>(wide[l]) &&
                          bits_of_one == std::bit_cast<std::uint32_t>(two[1]);
            const double right = exact(static_cast<double>(x[l]));
            const double error = std::abs(static_cast<double>(one) - right);
            most = std::max(most, relative ? error / std::abs(right) : error);
        }
    }
    CHECK(lanes_agree);
    return most;
}

}  // namespace

TEST_CASE("sines keep their error bounds, also far from zero") {
    const auto sine = [](auto x) { return sin_turns(x); };
    const auto cosine = [](auto x) { return cos_turns(x); };
    CHECK(worst(
              sine, [](double x) { return std::sin(two_pi * x); }, -1, 1) < 5e-7);
    CHECK(worst(
              sine, [](double x) { return std::sin(two_pi * x); }, -4000, 4000) < 5e-7);
    CHECK(worst(
              cosine, [](double x) { return std::cos(two_pi * x); }, -1, 1) < 5e-7);
    CHECK(worst(
              sine, [](double x) { return std::sin(two_pi * x); }, 1e-6, 0.25, true) < 5e-7);
}
TEST_CASE("exp2 is exact to 3e-7 and saturates outside its range") {
    const auto f = [](auto x) { return exp2(x); };
    CHECK(worst(
              f, [](double x) { return std::exp2(x); }, -1, 1, true) < 3e-7);
    CHECK(worst(
              f, [](double x) { return std::exp2(x); }, -126, 126, true) < 3e-7);
    CHECK(exp2(Float<1>(1000.0f)).lane(0) == std::exp2(126.0f));
    CHECK(exp2(Float<1>(-1000.0f)).lane(0) == std::exp2(-126.0f));
    for (int i = -126; i <= 126; ++i) CHECK(exp2(Float<1>(static_cast<float>(i))).lane(0) == std::ldexp(1.0f, i));
}
TEST_CASE("log2 keeps its error bound and is exact at powers of two") {
    const auto f = [](auto x) { return log2(x); };
    CHECK(worst(
              f, [](double x) { return std::log2(x); }, 0.5, 2) < 2e-7);
    CHECK(worst(
              f, [](double x) { return std::log2(x); }, 1e-6, 1e6) < 3e-6);
    for (int i = -126; i <= 126; ++i) CHECK(log2(Float<1>(std::ldexp(1.0f, i))).lane(0) == static_cast<float>(i));
    CHECK(log2(Float<1>(0.0f)).lane(0) == -126.0f);
    CHECK(log2(Float<1>(-5.0f)).lane(0) == -126.0f);
    CHECK(log2(Float<1>(std::numeric_limits<float>::quiet_NaN())).lane(0) == -126.0f);
}
TEST_CASE("tanh keeps its error bound, is odd and never leaves -1 ... 1") {
    const auto f = [](auto x) { return tanh(x); };
    CHECK(worst(
              f, [](double x) { return std::tanh(x); }, -3, 3) < 4e-7);
    CHECK(worst(
              f, [](double x) { return std::tanh(x); }, -20, 20) < 4e-7);
    CHECK(worst(
              f, [](double x) { return std::tanh(x); }, 1e-5, 0.1, true) < 4e-7);
    for (float x = 0; x < 30; x += 0.01f) {
        CHECK(tanh(Float<1>(x)).lane(0) <= 1.0f);
        CHECK(tanh(Float<1>(-x)).lane(0) == -tanh(Float<1>(x)).lane(0));
    }
}
TEST_CASE("tan, exp, log, decibels and pow follow from them") {
    CHECK(worst([](auto x) { return tan_half_turns(x); }, [](double x) { return std::tan(std::numbers::pi * x); }, 1e-4,
                0.49, true) < 1e-6);
    CHECK(worst([](auto x) { return exp(x); }, [](double x) { return std::exp(x); }, -10, 10, true) < 2e-6);
    CHECK(worst([](auto x) { return log(x); }, [](double x) { return std::log(x); }, 0.01, 100) < 1e-6);
    CHECK(worst([](auto x) { return from_decibels(x); }, [](double x) { return std::pow(10, x / 20); }, -120, 40,
                true) < 2e-6);
    CHECK(worst([](auto x) { return to_decibels(x); }, [](double x) { return 20 * std::log10(x); }, 1e-5, 10) < 2e-5);
    CHECK(pow(Float<1>(2.0f), Float<1>(10.0f)).lane(0) == doctest::Approx(1024.0).epsilon(1e-6));
    CHECK(pow(Float<1>(10.0f), Float<1>(-2.5f)).lane(0) == doctest::Approx(0.00316228).epsilon(2e-6));
}
TEST_CASE("floor, square root, minimum and maximum are exact in every lane") {
    CHECK(worst([](auto x) { return floor(x); }, [](double x) { return std::floor(x); }, -40, 40) == 0);
    CHECK(worst([](auto x) { return sqrt(x); },
                [](double x) { return static_cast<double>(std::sqrt(static_cast<float>(x))); }, 0, 1000) == 0);
    CHECK(worst([](auto x) { return clamp(x, -1.0f, 1.0f); }, [](double x) { return std::clamp(x, -1.0, 1.0); }, -2,
                2) == 0);
    const float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(clamp(Float<1>(nan), -1.0f, 1.0f).lane(0) == -1.0f);
}
