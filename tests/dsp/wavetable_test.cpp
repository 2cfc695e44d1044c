// Wavetables: what is heard is the recorded wave, with its harmonics and no others, at any pitch.
#include "dsp/math/wavetable.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <string_view>

#include "dsp/unit/measure.hpp"
#include "rig.hpp"

using namespace phonon::dsp;

namespace {

std::vector<float> saw_of(int frames) {
    std::vector<float> out;
    for (int i = 0; i < frames; ++i) out.push_back(2 * (static_cast<float>(i) + 0.5f) / static_cast<float>(frames) - 1);
    return out;
}

// The unit at a pitch, with a table, at a place in it.
Signal played(const std::shared_ptr<const Wavetable>& table, float hertz, float position, int frames = 40000) {
    const UnitRow& unit = *find_unit("wavetable");
    Rig rig(*unit.facts, *unit.kernels, 1);
    rig.give(table);
    return rig.play([&](int input, int, int, int) { return input == 0   ? hertz
                                                           : input == 2 ? position
                                                                        : 0.0f; },
                    frames);
}

}  // namespace

TEST_CASE("a wavetable of one period has the period's harmonics, at the pitch that is asked for") {
    for (const int length : {2048, 600, 4096, 333}) {
        CAPTURE(length);
        const std::vector<float> wave = saw_of(length);
        const auto table = make_wavetable(wave.data(), 1, length);
        REQUIRE(table != nullptr);
        CHECK(table->periods == 1);
        const Signal x = played(table, 220, 0, 48000);
        CHECK(frequency_of(x) == doctest::Approx(220).epsilon(1e-4));
        const double first = level_at(x, 220);
        for (const int n : {2, 3, 7, 20})
            CHECK(level_at(x, 220.0 * n) / first == doctest::Approx(1.0 / n).epsilon(0.02));
        CHECK(level_at(x, 0) < 1e-4);
    }
}

TEST_CASE("a wavetable has no alias above -60 dB of its fundamental") {
    const std::vector<float> wave = saw_of(2048);
    const auto table = make_wavetable(wave.data(), 1, 2048);
    for (const double hertz : {41.3, 441.7, 1103.1, 4411.9, 9973.3}) {
        CAPTURE(hertz);
        CHECK(alias_db(played(table, static_cast<float>(hertz), 0), hertz) < -60);
    }
}

TEST_CASE("a position between two periods is their mixture") {
    std::vector<float> waves;
    for (int i = 0; i < 6144; ++i)
        waves.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * i / 2048 *
                                                    (i < 2048   ? 1
                                                     : i < 4096 ? 2
                                                                : 3))));
    const auto table = make_wavetable(waves.data(), 1, 6144);
    CHECK(table->periods == 3);
    const Signal x = played(table, 200, 0.25f, 48000);
    CHECK(level_at(x, 200) == doctest::Approx(0.5).epsilon(0.01));
    CHECK(level_at(x, 400) == doctest::Approx(0.5).epsilon(0.01));
    CHECK(level_at(x, 600) < 1e-3);
    CHECK(level_at(played(table, 200, 1, 48000), 600) == doctest::Approx(1).epsilon(0.01));
}

TEST_CASE("a wavetable sweeps through its octaves without a step in level") {
    const std::vector<float> wave = saw_of(2048);
    const auto table = make_wavetable(wave.data(), 1, 2048);
    // The level just below and just above each border between octaves.
    for (int octave = 3; octave < 10; ++octave) {
        const double border = 24000.0 / 1024 * std::pow(2.0, octave);
        const Signal below = played(table, static_cast<float>(border * 0.9999), 0, 8192),
                     above = played(table, static_cast<float>(border * 1.0001), 0, 8192);
        CHECK(std::abs(level_at(below, border) - level_at(above, border)) < 0.005);
    }
}

TEST_CASE("nothing, silence and numbers that are none make no wavetable or a finite one") {
    std::vector<float> frames(3000, 0.0f);
    CHECK(make_wavetable(frames.data(), 1, 0) == nullptr);
    CHECK(make_wavetable(frames.data(), 1, 3000) == nullptr);
    frames[7] = NAN;
    frames[9] = INFINITY;
    frames[11] = 0.5f;
    const auto table = make_wavetable(frames.data(), 1, 3000);
    REQUIRE(table != nullptr);
    for (const float x : table->frames) REQUIRE(std::isfinite(x));
    for (const std::int64_t length : {1, 2, 3, 5}) {
        const std::vector<float> few(8, 1.0f);
        CHECK(make_wavetable(few.data(), 1, length) == nullptr);  // no more than DC
    }
}

TEST_CASE("a wavetable without its recording is silent") {
    for (const float x : played(nullptr, 220, 0, 640)) CHECK(x == 0.0f);
}
