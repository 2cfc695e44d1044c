// Spectra and octave levels against tones of known level.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "dsp/analysis/octave_levels.hpp"
#include "dsp/analysis/power_spectrum.hpp"

using namespace phonon::dsp;

namespace {

// Different tones left and right.
std::vector<float> tones(int frames, double left_hertz, double left_level, double right_hertz, double right_level) {
    std::vector<float> x;
    for (int i = 0; i < frames; ++i) {
        const double turn = 2 * std::numbers::pi * i / 48000;
        x.push_back(static_cast<float>(left_level * std::sin(turn * left_hertz)));
        x.push_back(static_cast<float>(right_level * std::cos(turn * right_hertz)));
    }
    return x;
}

}  // namespace

TEST_CASE("power spectrum keeps the channels apart and the power whole") {
    PowerSpectrum spectrum(4096);
    // In the middle of bins 100 and 700.
    spectrum.look(tones(4096, 100 * 48000.0 / 4096, 0.5, 700 * 48000.0 / 4096, 0.1));
    for (const int side : {0, 1}) {
        const auto powers = spectrum.powers(side);
        const double level = side == 0 ? 0.5 : 0.1;
        const std::size_t at = side == 0 ? 100 : 700;
        double sum = 0;
        for (const float p : powers) sum += static_cast<double>(p);
        CHECK(sum == doctest::Approx(level * level).epsilon(1e-4));
        CHECK(static_cast<double>(powers[at]) == doctest::Approx(level * level / 1.5).epsilon(1e-3));
        CHECK(powers[at + 5] < 1e-9f);
        CHECK(powers[side == 0 ? 700 : 100] < 1e-9f);
    }
    std::vector<float> constant(2 * 4096, 0.25f);
    spectrum.look(constant);
    // A constant has the power of a sine whose square it is half of.
    CHECK(static_cast<double>(spectrum.powers(0)[0] + spectrum.powers(0)[1]) ==
          doctest::Approx(2 * 0.0625).epsilon(1e-3));
}

TEST_CASE("octave levels are those of the tones in them, whatever the pieces") {
    const auto x = tones(100'000, 1000, 0.5, 4100, 0.25);
    for (const std::size_t piece : {200'000ul, 1024ul, 34ul}) {
        OctaveLevels levels(48000);
        for (std::size_t at = 0; at < x.size(); at += piece)
            levels.add(std::span(x).subspan(at, std::min(piece, x.size() - at)));
        CHECK(levels.power(5) == doctest::Approx(0.5 * 0.25).epsilon(0.01));  // on one channel of two
        CHECK(levels.power(7) == doctest::Approx(0.5 * 0.0625).epsilon(0.01));
        CHECK(levels.power(2) < 1e-6);
        CHECK(levels.power(9) < 1e-6);
    }
    CHECK(OctaveLevels(48000).power(5) == 0);
}

TEST_CASE("octave levels of a short click are not lost between the windows") {
    for (const std::size_t at : {0u, 4096u, 7000u, 9999u}) {
        std::vector<float> x(20'000);
        x[2 * at] = x[2 * at + 1] = 1;
        OctaveLevels levels(48000);
        levels.add(x);
        // White: the octave about 8 kHz has 5657 of 24000 Hz.
        CHECK(levels.power(8) == doctest::Approx(2.0 / 10'000 * 5657 / 24000).epsilon(0.02));
    }
}
