// Renders: master and stems side by side, and what the report tells, against libebur128 and closed forms.
#include "engine/render.hpp"

#include <doctest/doctest.h>
#include <ebur128.h>

#include <cmath>
#include <numbers>

#include "hand_made.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

struct Collected {
    std::vector<float> master;
    std::vector<std::vector<float>> stems;
    RenderReport report;
};

Collected collect(const lang::Program& program, const RenderOptions& options) {
    ClickSource clicks(3000);
    Collected c;
    auto report = render(program, clicks, options, [&](const RenderedFrames& frames) {
        c.master.insert(c.master.end(), frames.master.begin(), frames.master.end());
        c.stems.resize(frames.stems.size());
        for (std::size_t s = 0; s < frames.stems.size(); ++s)
            c.stems[s].insert(c.stems[s].end(), frames.stems[s].begin(), frames.stems[s].end());
        return true;
    });
    REQUIRE(report.has_value());
    c.report = *report;
    return c;
}

lang::Program three_stems(bool raw) {
    lang::Program program;
    program.tempo = base::Fraction(3, 4);
    program.raw_master = raw;
    int number = 0;
    for (const char* mini : {"click*3", "click(3,8)", "[click ~ click?]*2"})
        program.stems.push_back(
            {"d" + std::to_string(++number), number, events_of(with_control(sounds(mini), "gain", "0.3 0.41"))});
    return program;
}

// Interleaved, both channels alike.
template <class F>
std::vector<float> wave(std::size_t frames, F at) {
    std::vector<float> x;
    for (std::size_t i = 0; i < frames; ++i) {
        const auto v = static_cast<float>(at(static_cast<double>(i)));
        x.insert(x.end(), {v, v});
    }
    return x;
}

double decibels(double x) { return 20 * std::log10(x); }

double true_peak_by_ebur128(const std::vector<float>& x) {
    ebur128_state* state = ebur128_init(2, 48000, EBUR128_MODE_TRUE_PEAK);
    ebur128_add_frames_float(state, x.data(), x.size() / 2);
    double left = 0, right = 0;
    ebur128_true_peak(state, 0, &left);
    ebur128_true_peak(state, 1, &right);
    ebur128_destroy(&state);
    return std::max(left, right);
}

double true_peak_of(const std::vector<float>& x, std::size_t piece = 512) {
    TruePeak peak;
    for (std::size_t at = 0; at < x.size(); at += 2 * piece)
        peak.add(std::span(x).subspan(at, std::min(2 * piece, x.size() - at)));
    return peak.value();
}

}  // namespace

TEST_CASE("stems added in order are the raw master, bit by bit") {
    RenderOptions options;
    options.frames = 50'000;
    options.stems = true;
    for (const int block : {1000, 64, 7}) {
        for (const int threads : {1, 3}) {
            options.block = block;
            options.player.threads = threads;
            const Collected c = collect(three_stems(true), options);
            REQUIRE(c.stems.size() == 3);
            REQUIRE(c.master.size() == 100'000);
            std::vector<float> sum(c.master.size());
            for (const std::vector<float>& stem : c.stems) {
                REQUIRE(stem.size() == sum.size());
                for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += stem[i];
            }
            CHECK(std::memcmp(sum.data(), c.master.data(), sum.size() * sizeof(float)) == 0);
        }
    }
}

TEST_CASE("stems stand on the frames of the master behind its output stage, too") {
    RenderOptions options;
    options.frames = 20'000;
    options.stems = true;
    options.block = 100;
    // Soft enough for the limiter to pass it on; the DC block bends it a little.
    const Collected raw = collect(three_stems(true), options), c = collect(three_stems(false), options);
    CHECK(c.stems == raw.stems);
    REQUIRE(c.master.size() == raw.master.size());
    for (std::size_t i = 0; i < raw.master.size(); ++i)
        REQUIRE(c.master[i] == doctest::Approx(raw.master[i]).epsilon(0.01));
    options.stems = false;
    const Collected alone = collect(three_stems(false), options);
    CHECK(alone.master == c.master);
    CHECK(alone.stems.empty());
}

TEST_CASE("true peak finds the wave between the samples") {
    // A quarter of the rate, an eighth of a turn off: the wave is 3 dB above its samples.
    const auto quarter = wave(9600, [](double i) {
        const double swell = std::min({1.0, i / 2000, (9600 - i) / 2000});
        return swell * std::sin(std::numbers::pi * (i / 2 + 0.25));
    });
    CHECK(std::fabs(decibels(true_peak_of(quarter))) < 0.1);
    for (const double hertz : {100.0, 997.0, 5000.0, 9973.0, 15013.0}) {
        const auto x = wave(9600, [&](double i) {
            const double swell = std::min({1.0, i / 2000, (9600 - i) / 2000});
            return 0.5 * swell * std::sin(2 * std::numbers::pi * hertz / 48000 * i);
        });
        CAPTURE(hertz);
        CHECK(std::fabs(decibels(true_peak_of(x) / 0.5)) < 0.2);
        CHECK(std::fabs(decibels(true_peak_of(x) / true_peak_by_ebur128(x))) < 0.01);
    }
}

TEST_CASE("true peak agrees with libebur128 on noise, and does not depend on the pieces") {
    std::uint32_t seed = 5;
    const auto x = wave(20'000, [&](double i) {
        seed = seed * 1664525u + 1013904223u;
        const double white = static_cast<double>(seed >> 8) / 8388608.0 - 1;
        return i < 100 || i > 19'900 ? 0.0 : 0.5 * white;
    });
    CHECK(std::fabs(decibels(true_peak_of(x) / true_peak_by_ebur128(x))) < 0.01);
    for (const std::size_t piece : {1, 63, 64, 1000}) CHECK(true_peak_of(x, piece) == true_peak_of(x));
    // A lone sample at the very end still has a wave behind it.
    std::vector<float> last(200, 0.0f);
    last[196] = last[198] = 1.0f;
    CHECK(true_peak_of(last) > 1.2);
}

TEST_CASE("levels are those of the frames") {
    Meter meter(48000);
    auto x = wave(480'000, [](double i) { return 0.1 + 0.5 * std::sin(2 * std::numbers::pi * 1000 / 48000 * i); });
    for (std::size_t i = 1; i < x.size(); i += 2) x[i] = 0;
    x[101] = -1.5f;
    for (std::size_t at = 0; at < x.size(); at += 998)
        meter.add(std::span(x).subspan(at, std::min<std::size_t>(998, x.size() - at)));
    const Levels l = meter.levels();
    CHECK(l.peak == 1.5);
    CHECK(l.clipped == 1);
    CHECK(l.dc == doctest::Approx(0.1).epsilon(1e-4));
    // A tone of 1 kHz on one channel, 6 dB below full scale: BS.1770 puts full scale at -3.01 LUFS.
    CHECK(l.loudness == doctest::Approx(-3.01 - 6.02).epsilon(0.02));
    CHECK(std::isinf(Meter(44100).levels().loudness));
    CHECK(Meter(44100).levels().true_peak == 0);
}
