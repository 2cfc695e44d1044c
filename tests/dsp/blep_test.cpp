// The table of residuals, made again from its definition; and what the correction is for: sweeps, hard modulation,
// edges.
#include "dsp/math/blep.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "dsp/unit/measure.hpp"

using namespace phonon::dsp;

namespace {

double bessel_i0(double x) {
    double term = 1, sum = 1;
    for (int k = 1; term > 1e-17 * sum; ++k) {
        term *= (x / 2 / k) * (x / 2 / k);
        sum += term;
    }
    return sum;
}
double kernel(double t) {
    if (std::abs(t) >= blep_half) return 0;
    const double x = std::numbers::pi * 0.88 * t;
    const double sinc = t == 0 ? 1 : std::sin(x) / x;
    return 0.88 * sinc * bessel_i0(7.4 * std::sqrt(1 - t * t / (blep_half * blep_half))) / bessel_i0(7.4);
}
double polynomial(const float (&c)[6], double u) {
    double y = 0;
    for (int k = 5; k >= 0; --k) y = y * u + static_cast<double>(c[k]);
    return y;
}

}  // namespace

TEST_CASE("the residual table is the integral of a windowed sinc") {
    constexpr int fine = 512;
    constexpr double frame = 1.0 / fine;
    double whole = 0;
    for (int i = -blep_half * fine; i < blep_half * fine; ++i) whole += kernel((i + 0.5) * frame) * frame;
    // From the far end inwards: what is missing of the step, and the integral of that.
    double step = 0, corner = 0;
    for (int i = blep_half * fine - 1; i >= 0; --i) {
        const double t = i * frame, before = step;
        step -= kernel(t + frame / 2) / whole * frame;
        corner -= (before + step) / 2 * frame;
        const double u = t - i / fine - 0.5;
        CHECK(polynomial(step_residuals[i / fine], u) == doctest::Approx(step).epsilon(3e-5));
        CHECK(polynomial(corner_residuals[i / fine], u) == doctest::Approx(corner).epsilon(3e-5));
        CHECK(polynomial(pulse_residuals[i / fine], u) == doctest::Approx(kernel(t) / whole).epsilon(5e-5));
    }
    CHECK(step == doctest::Approx(-0.5).epsilon(1e-5));
}
TEST_CASE("aliases of a saw stay 75 dB below its fundamental under 20 kHz, from bass to 10 kHz") {
    for (double hertz = 55.3; hertz < 10000; hertz *= 1.31) {
        CAPTURE(hertz);
        CHECK(alias_db(run_unit("saw", {{{"freq", static_cast<float>(hertz)}}, {}}, 20000), hertz) < -75);
    }
}
TEST_CASE("the treble of a saw is whole to 16 kHz and gently less to 20 kHz") {
    const Signal x = run_unit("saw", {{{"freq", 1000}}, {}}, 48000);
    const auto off = [&](int n) { return 20 * std::log10(level_at(x, 1000.0 * n) * std::numbers::pi * n / 2); };
    for (int n = 1; n <= 16; ++n) CHECK(std::abs(off(n)) < 0.5);
    CHECK(off(18) > -2);
    CHECK(off(20) > -5);
}
TEST_CASE("a saw whose frequency is moved at audio rate stays clean: its sidebands stand where they should") {
    // Frequency modulation by a sine of 2000 Hz: every component is a multiple of 1000 Hz when the carrier is 3000 Hz.
    Signal freq = sine_wave(2000, 48000, 1500);
    for (float& f : freq) f += 3000;
    const Signal x = run_unit("saw", {{}, {{"freq", freq}}}, 48000);
    double stray = 0;
    for (double hertz = 500; hertz < 16000; hertz += 1000) stray = std::max(stray, level_at(x, hertz));
    CHECK(20 * std::log10(stray) < -70);
}
