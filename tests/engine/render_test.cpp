// Renders: master and stems side by side, tails, beginnings elsewhere, and what the report tells, against libebur128
// and closed forms.
#include "engine/render.hpp"

#include <doctest/doctest.h>
#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "dsp/unit/table.hpp"
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
    const char* const minis[] = {"click*3", "click(3,8)", "[click ~ click?]*2"};
    const char* const names[] = {"d1", "d2", "d3"};
    for (int i = 0; i < 3; ++i)
        program.stems.push_back({names[i], i + 1, events_of(with_control(sounds(minis[i]), "gain", "0.3 0.41"))});
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

double true_peak_by_ebur128(const std::vector<float>& x, unsigned long rate = 48000) {
    ebur128_state* state = ebur128_init(2, rate, EBUR128_MODE_TRUE_PEAK);
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

TEST_CASE("the output stage holds -1 dBTP on hostile material at every rate") {
    std::uint32_t seed = 1;
    const auto noise = [&] {
        seed = seed * 1664525u + 1013904223u;
        return static_cast<double>(seed >> 8) / 8388608.0 - 1;
    };
    struct Material {
        const char* name;
        std::function<double(double)> at;
    };
    const Material materials[] = {
        {"alternating full scale", [](double i) { return std::fmod(i, 2) < 1 ? 1.0 : -1.0; }},
        {"alternating impulses",
         [](double i) { return std::fmod(i, 7) != 0   ? 0.0
                               : std::fmod(i, 14) < 7 ? 1.0
                                                      : -1.0; }},
        {"a quarter of the rate at 45 degrees",
         [](double i) { return 4 * std::sin(std::numbers::pi * (i / 2 + 0.25)); }},
        {"the same, swelling",
         [](double i) { return 2 * (1 + 0.9 * std::sin(i / 20)) * std::sin(std::numbers::pi * (i / 2 + 0.25)); }},
        {"clipped noise", [&](double) { return 4 * std::clamp(30 * noise(), -1.0, 1.0); }},
        {"the sign of noise", [&](double) { return noise() > 0 ? 1.0 : -1.0; }},
        {"bursts", [&](double i) { return (std::fmod(i, 4500) < 1500 ? 6.0 : 0.2) * noise(); }},
        {"a square of 5 kHz", [](double i) { return std::fmod(i * 5 / 48, 1) < 0.5 ? 1.0 : -1.0; }},
        {"pairs of impulses",
         [](double i) { return std::fmod(i, 1000) == 0   ? 4.0
                               : std::fmod(i, 1000) == 1 ? -4.0
                                                         : 0; }},
    };
    for (const unsigned long rate : {44100ul, 48000ul, 96000ul}) {
        for (const Material& m : materials) {
            OutputStage stage(static_cast<float>(rate), false);
            auto x = wave(300 * dsp::quantum_frames, m.at);
            for (std::size_t q = 0; q < x.size(); q += 2 * dsp::quantum_frames) stage.run(x.data() + q);
            CAPTURE(m.name);
            CAPTURE(rate);
            CHECK(decibels(true_peak_by_ebur128(x, rate)) <= -0.99);
            CHECK(decibels(true_peak_of(x)) <= -0.99);
            CHECK(decibels(true_peak_of(x)) > -9);
        }
    }
}

namespace {

// A click that goes round in a delay: softer by half every tenth of a second.
lang::Program echoing(double seconds, double feedback) {
    const auto number = [](double x) {
        auto node = std::make_shared<lang::SignalNode>();
        node->number = x;
        return node;
    };
    auto delay = std::make_shared<lang::SignalNode>();
    delay->op = lang::SignalNode::Op::unit;
    delay->unit = dsp::find_unit("delay")->facts;
    delay->inputs = {events_of(with_control(sounds("click"), "pan", "0")), number(seconds), number(feedback),
                     number(0.5)};
    return program_of(delay, base::Fraction(1));
}

std::size_t last_loud(const std::vector<float>& x) {
    std::size_t last = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        if (std::fabs(x[i]) > 3.1622777e-5f) last = i / 2 + 1;
    return last;
}

}  // namespace

TEST_CASE("a tail ends where nothing is above -90 dBFS any more, whatever the block") {
    RenderOptions options;
    options.frames = 48'000;
    options.tail = true;
    options.stems = true;
    const Collected c = collect(echoing(0.1, 0.5), options);
    // Only one cycle of clicks; each echo is half the one before.
    CHECK(c.report.voices.started == 1);
    CHECK(c.report.frames == static_cast<std::int64_t>(c.master.size() / 2));
    CHECK(last_loud(c.master) == c.master.size() / 2);
    CHECK(c.report.tail_frames == c.report.frames - 48'000);
    CHECK(c.report.tail_frames > 0);
    CHECK(c.report.tail_frames < 4 * 48'000);
    CHECK(c.report.complaints.empty());
    REQUIRE(c.stems.size() == 1);
    CHECK(c.stems[0] == c.master);
    for (const int block : {64, 1000, 4097}) {
        options.block = block;
        const Collected other = collect(echoing(0.1, 0.5), options);
        CHECK(other.master == c.master);
        CHECK(other.stems == c.stems);
        CHECK(other.report.hash == c.report.hash);
    }
    options.tail = false;
    CHECK(collect(echoing(0.1, 0.5), options).master ==
          std::vector<float>(c.master.begin(), c.master.begin() + 96'000));
}

TEST_CASE("a tail waits for the longest echo, and ends after half a minute") {
    RenderOptions options;
    options.frames = 4'800;
    options.tail = true;
    const Collected slow = collect(echoing(9.9, 0.1), options);
    CHECK(slow.report.frames > static_cast<std::int64_t>(2 * 9.9 * 48'000));
    CHECK(slow.report.complaints.empty());
    const Collected endless = collect(echoing(0.05, 0.999), options);
    CHECK(endless.report.tail_frames == doctest::Approx(30 * 48'000).epsilon(0.01));
    CHECK(endless.report.complaints.size() == 1);
}

TEST_CASE("a render that begins later plays the events from there") {
    RenderOptions options;
    options.frames = 60'000;
    const lang::Program program =
        program_of(events_of(sounds("click(5,8) click*3 [click? click]")), base::Fraction(2, 3));
    RenderOptions whole = options;
    whole.frames = 600'000;
    const std::vector<float> all = collect(program, whole).master;
    for (const double start : {3.0, 4.5}) {
        options.player.start = Time::from_double(start);
        const std::vector<float> part = collect(program, options).master;
        const auto from = static_cast<std::ptrdiff_t>(start * 3 / 2 * 48'000) * 2;
        CHECK(std::equal(part.begin(), part.end(), all.begin() + from));
    }
    CHECK(frames_of_cycles(program, 3, 48'000, 5) == 216'000);
    lang::Program changing = program;
    changing.tempo = pattern::with_value(*pattern::parse_mini("<1 2 4>"), [](const pattern::Value& v) { return v; });
    CHECK(frames_of_cycles(changing, 1, 48'000) == 48'000);
    CHECK(frames_of_cycles(changing, 1, 48'000, 2) == 12'000);
    CHECK(frames_of_cycles(changing, 2, 48'000, 1) == 36'000);
}
