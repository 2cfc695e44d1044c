// The sampler against sines whose every property is known: pitch, purity, bits, bounds and lengths.
#include "dsp/sampler/sampler.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "dsp/sampler/kernels.hpp"

using namespace phonon::dsp;

namespace {

constexpr double two_pi = 6.283185307179586;

struct Stereo {
    std::vector<float> left, right;
};

Recording sine_recording(double hertz, double rate, double seconds, int channels = 1) {
    Recording r{{}, channels, rate, static_cast<std::int64_t>(rate * seconds)};
    for (std::int64_t i = 0; i < r.length; ++i)
        for (int c = 0; c < channels; ++c)
            r.frames.push_back(
                static_cast<float>(std::sin(two_pi * (hertz * static_cast<double>(i) / rate + 0.25 * c))));
    return r;
}

// Frame i holds i + 1 (right: minus that): tells which frame was read.
Recording counting_recording(std::int64_t length, int channels = 1) {
    Recording r{{}, channels, 48000, length};
    for (std::int64_t i = 0; i < length; ++i)
        for (int c = 0; c < channels; ++c) r.frames.push_back(static_cast<float>(c == 0 ? i + 1 : -i - 1));
    return r;
}

Stereo play(const Recording& r, const SamplerStart& start, int frames, int piece = 64) {
    SamplerVoice v = start_voice(r, start);
    Stereo s{std::vector<float>(frames, 99.0f), std::vector<float>(frames, 99.0f)};
    for (int at = 0; at < frames; at += piece)
        run(v, r, s.left.data() + at, s.right.data() + at, 1, std::min(piece, frames - at));
    return s;
}

struct Fit {
    double level;     // amplitude of the sine
    double residual;  // all else against a sine of full scale, dB
};
Fit fit_sine(const std::vector<float>& x, std::size_t from, std::size_t to, double turns_a_frame) {
    double ss = 0, sc = 0, cc = 0, xs = 0, xc = 0, rest = 0;
    const double w = two_pi * turns_a_frame;
    const auto at = [&](std::size_t i) { return w * static_cast<double>(i); };
    for (std::size_t i = from; i < to; ++i) {
        const double s = std::sin(at(i)), c = std::cos(at(i));
        ss += s * s, sc += s * c, cc += c * c, xs += x[i] * s, xc += x[i] * c;
    }
    const double d = ss * cc - sc * sc, a = (xs * cc - xc * sc) / d, b = (xc * ss - xs * sc) / d;
    for (std::size_t i = from; i < to; ++i) {
        const double e = x[i] - a * std::sin(at(i)) - b * std::cos(at(i));
        rest += e * e;
    }
    return {std::hypot(a, b), 10 * std::log10(rest / static_cast<double>(to - from) / 0.5 + 1e-30)};
}

// Frequency from the phase gained between two stretches of one second's start and end.
double hertz_of(const std::vector<float>& x, double near, double rate) {
    const auto phase = [&](std::size_t from) {
        double s = 0, c = 0;
        for (std::size_t i = from; i < from + 8000; ++i) {
            const double hann = 0.5 - 0.5 * std::cos(two_pi * static_cast<double>(i - from) / 8000);
            const double angle = two_pi * near * static_cast<double>(i) / rate;
            s += hann * x[i] * std::sin(angle), c += hann * x[i] * std::cos(angle);
        }
        return std::atan2(c, s) / two_pi;
    };
    double turn = phase(21000) - phase(1000);
    turn -= std::round(turn);
    return near + turn * rate / 20000;
}

}  // namespace

TEST_CASE("sampler: a recording sounds at its pitch whatever its rate and the session's") {
    for (double recorded : {22050.0, 44100.0, 48000.0, 96000.0})
        for (double session : {44100.0, 48000.0, 96000.0}) {
            CAPTURE(recorded);
            CAPTURE(session);
            const Recording r = sine_recording(440, recorded, 2);
            const Stereo s = play(r, {.session_rate = session}, 40000);
            CHECK(hertz_of(s.left, 440, session) == doctest::Approx(440).epsilon(0.00001));
            CHECK(fit_sine(s.left, 1000, 39000, 440 / session).residual < -95);
        }
}

TEST_CASE("sampler: images and aliases stay under -95 dB from half to double speed") {
    for (double hertz : {1000.0, 5000.0})
        for (double speed : {0.5, 0.61, 0.749, 0.97, 1.03, 1.26, 1.5, 1.87, 2.0}) {
            CAPTURE(hertz);
            CAPTURE(speed);
            const Stereo s = play(sine_recording(hertz, 48000, 1), {.speed = speed}, 20000);
            const Fit f = fit_sine(s.left, 1000, 19000, hertz * speed / 48000);
            CHECK(f.residual < -95);
            CHECK(f.level == doctest::Approx(1).epsilon(0.001));
        }
}

TEST_CASE("sampler: what a speed lifts above the band is gone, not folded down") {
    for (double speed : {1.6, 2.5, 5.0, 11.0, 31.0}) {
        CAPTURE(speed);
        const Stereo s = play(sine_recording(20000, 48000, speed * 0.5), {.speed = speed}, 20000);
        double power = 0;
        for (std::size_t i = 2000; i < 18000; ++i) power += static_cast<double>(s.left[i]) * s.left[i];
        CHECK(10 * std::log10(power / 16000 / 0.5 + 1e-30) < -90);
    }
}

TEST_CASE("sampler: at speed 1 and equal rates the bits pass, forwards and backwards") {
    std::mt19937 random(1);
    Recording r{{}, 2, 44100, 5000};
    for (int i = 0; i < 10000; ++i) r.frames.push_back(static_cast<float>(random()) / 4.0e9f - 0.5f);
    const Stereo s = play(r, {.session_rate = 44100}, 5100);
    const Stereo back = play(r, {.speed = -1, .session_rate = 44100}, 5100);
    for (std::size_t i = 0; i < 5000; ++i) {
        REQUIRE(s.left[i] == r.frames[2 * i]);
        REQUIRE(s.right[i] == r.frames[2 * i + 1]);
        REQUIRE(back.left[i] == r.frames[2 * (4999 - i)]);
        REQUIRE(back.right[i] == r.frames[2 * (4999 - i) + 1]);
    }
    for (std::size_t i = 5000; i < 5100; ++i) REQUIRE(s.left[i] == 0.0f);
}

TEST_CASE("sampler: mono gives the same in both channels, stereo keeps its sides") {
    const Stereo mono = play(sine_recording(300, 48000, 0.2), {.speed = 0.77}, 4000);
    CHECK(mono.left == mono.right);
    const Recording two = sine_recording(300, 48000, 0.2, 2);
    Recording one = two;
    one.channels = 1;
    one.frames.clear();
    for (std::size_t i = 1; i < two.frames.size(); i += 2) one.frames.push_back(two.frames[i]);
    const Stereo both = play(two, {.speed = 0.77}, 4000);
    const Stereo right = play(one, {.speed = 0.77}, 4000);
    for (std::size_t i = 0; i < 4000; ++i) REQUIRE(both.right[i] == doctest::Approx(right.left[i]).epsilon(1e-5));
}

TEST_CASE("sampler: begin and end cut at exact frames and fade 1 ms there, slices meet") {
    const Recording r = counting_recording(48000);
    const Stereo s = play(r, {.begin = 0.25, .end = 0.5}, 13000);
    CHECK(s.left[0] == doctest::Approx(12001.0 * 0.5 / 48));
    CHECK(s.left[47] == doctest::Approx(12048.0 * 47.5 / 48));
    for (int i = 48; i < 12000 - 48; ++i) REQUIRE(s.left[i] == static_cast<float>(12001 + i));
    CHECK(s.left[11999] == doctest::Approx(24000.0 * 0.5 / 48));
    CHECK(s.left[12000] == 0.0f);
    const Stereo whole = play(r, {}, 48000);
    CHECK(whole.left[0] == 1.0f);
    CHECK(whole.left[47999] == 48000.0f);

    const Recording odd = counting_recording(1000);
    std::int64_t sum = 0;
    for (int i = 0; i < 7; ++i) sum += frames_until_end(start_voice(odd, {.begin = i / 7.0, .end = (i + 1) / 7.0}));
    CHECK(sum == 1000);
}

TEST_CASE("sampler: a negative speed starts at the end; begin after end turns the part around") {
    const Recording r = counting_recording(48000);
    const Stereo a = play(r, {.speed = -1, .begin = 0.25, .end = 0.5}, 13000);
    CHECK(a.left[100] == 24000.0f - 100);
    CHECK(a.left[11900] == 24000.0f - 11900);
    CHECK(a.left[12000] == 0.0f);
    CHECK(play(r, {.begin = 0.5, .end = 0.25}, 13000).left == a.left);
    CHECK(play(r, {.speed = -1, .begin = 0.5, .end = 0.25}, 13000).left ==
          play(r, {.begin = 0.25, .end = 0.5}, 13000).left);
}

TEST_CASE("sampler: loops wrap on the frame, a whole number of turns is seamless") {
    const Recording r = counting_recording(100);
    const SamplerVoice endless = start_voice(r, {.loop = true});
    CHECK(frames_until_end(endless) == forever);
    const Stereo s = play(r, {.loop = true}, 1000);
    for (int i = 0; i < 1000; ++i) REQUIRE(s.left[i] == static_cast<float>(i % 100 + 1));
    CHECK(frames_until_end(start_voice(r, {.times = 2.5})) == 250);
    CHECK(play(r, {.times = 3}, 301).left[299] == 100.0f);
    CHECK(play(r, {.times = 3}, 301).left[300] == 0.0f);
    const Stereo back = play(r, {.speed = -1, .times = 2}, 200);
    CHECK(back.left[99] == 1.0f);
    CHECK(back.left[100] == 100.0f);

    // Ten periods of a sine in a loop are that sine without end.
    const Recording wave = sine_recording(480, 48000, 1.0 / 48);
    const Stereo tone = play(wave, {.speed = 0.83, .loop = true}, 20000);
    CHECK(fit_sine(tone.left, 1000, 19000, 480 * 0.83 / 48000).residual < -95);
}

TEST_CASE("sampler: accelerate bends the speed in a straight line and a voice that turns ends at its begin") {
    const Recording r = sine_recording(100, 48000, 10);
    // From 1 to 3 over one second: two seconds of the recording pass.
    SamplerVoice v = start_voice(r, {.accelerate = 2, .duration = 1});
    std::vector<float> a(48000), b(48000);
    run(v, r, a.data(), b.data(), 1, 48000);
    CHECK(static_cast<double>(v.travelled >> 32) / 4294967296.0 == doctest::Approx(95999).epsilon(1e-5));
    CHECK(static_cast<double>(v.step >> 32) / 4294967296.0 == doctest::Approx(3));
    CHECK(frames_until_end(start_voice(r, {.accelerate = -2, .duration = 1})) == doctest::Approx(48001).epsilon(1e-4));
    CHECK(frames_until_end(start_voice(r, {.accelerate = -1, .duration = 1})) == 48000);
    CHECK(frames_until_end(start_voice(r, {.loop = true, .accelerate = -1, .duration = 1})) == 48000);
}

TEST_CASE("sampler: frames_until_end agrees with what run plays; any split gives the same bits") {
    std::mt19937 random(7);
    const auto pick = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random()) / 4294967295.0;
    };
    for (int turn = 0; turn < 300; ++turn) {
        Recording r{{}, turn % 2 + 1, turn % 3 == 0 ? 44100.0 : 48000.0, 1 + static_cast<std::int64_t>(random() % 900)};
        for (std::int64_t i = 0; i < r.length * r.channels; ++i)
            r.frames.push_back(1.0f + static_cast<float>(pick(0, 1)));
        SamplerStart start{.speed = pick(-4, 4), .begin = pick(-0.1, 1), .end = pick(0, 1.1)};
        if (turn % 4 == 1) start.accelerate = pick(-3, 3), start.duration = pick(0, 0.05);
        if (turn % 5 == 1) start.times = pick(0.2, 4);
        start.loop = turn % 7 == 3;
        SamplerVoice v = start_voice(r, start);
        const std::int64_t expected = frames_until_end(v);
        const int frames = 20000;
        const Stereo whole = play(r, start, frames, frames);
        CAPTURE(turn);

        // Stepping one frame at a time is the arbiter of the closed form.
        std::int64_t alive = 0;
        SamplerPlace place = 0, step = v.step;
        const SamplerPlace limit =
            start.times == 1 || start.loop
                ? SamplerPlace{v.region} << 64
                : static_cast<SamplerPlace>(static_cast<double>(v.region) * start.times * 18446744073709551616.0);
        for (std::int64_t bends = v.bends_left;
             v.total > 0 && alive < frames && place >= 0 && (start.loop || place < limit); ++alive) {
            place += step;
            if (bends > 0) --bends, step += v.bend;
        }
        if (expected < frames)
            CHECK(alive == expected);
        else
            CHECK(alive == frames);
        const auto silent_from =
            whole.left.begin() + static_cast<std::ptrdiff_t>(std::min<std::int64_t>(expected, frames));
        CHECK(std::all_of(silent_from, whole.left.end(), [](float x) { return x == 0.0f; }));
        if (expected > 0 && expected < frames) CHECK(whole.left[static_cast<std::size_t>(expected - 1)] != 0.0f);

        Stereo pieces{std::vector<float>(frames), std::vector<float>(frames)};
        for (int at = 0; at < frames;) {
            const int n = std::min<int>(frames - at, 1 + static_cast<int>(random() % 130));
            SamplerVoice copy;
            std::memcpy(static_cast<void*>(&copy), &v, sizeof v);
            run(copy, r, pieces.left.data() + at, pieces.right.data() + at, 1, n);
            v = copy;
            at += n;
        }
        CHECK(std::memcmp(pieces.left.data(), whole.left.data(), sizeof(float) * frames) == 0);
        CHECK(std::memcmp(pieces.right.data(), whole.right.data(), sizeof(float) * frames) == 0);
        CHECK(frames_until_end(v) == (expected == forever ? forever : std::max<std::int64_t>(0, expected - frames)));
        CHECK(std::all_of(whole.left.begin(), whole.left.end(), [](float x) { return std::isfinite(x); }));
    }
}

TEST_CASE("sampler: nothing to play is silence at once") {
    const Recording r = counting_recording(100);
    CHECK(frames_until_end(start_voice(r, {.speed = 0})) == 0);
    CHECK(frames_until_end(start_voice(r, {.begin = 0.5, .end = 0.5})) == 0);
    CHECK(frames_until_end(start_voice(Recording{}, {})) == 0);
    CHECK(play(Recording{}, {}, 10).left == std::vector<float>(10, 0.0f));
    CHECK(frames_until_end(start_voice(r, {.speed = NAN, .begin = NAN, .end = INFINITY, .accelerate = NAN})) == 100);
    CHECK(frames_until_end(start_voice(r, {.speed = 1e300})) == 1);
    CHECK(frames_until_end(start_voice(r, {.speed = 1e-300})) == 0);
}

TEST_CASE("sampler: an hour of a loop drifts by nothing") {
    const Recording r = counting_recording(48000);
    SamplerVoice v = start_voice(r, {.speed = 0.1, .loop = true});
    const SamplerPlace step = v.step;
    float a[64], b[64];
    for (int i = 0; i < 10000; ++i) run(v, r, a, b, 1, 64);
    CHECK(v.travelled == step * 640000);
    CHECK(static_cast<double>(v.travelled >> 64) == doctest::Approx(64000));
}

TEST_CASE("sampler: the interpolation weights are the same on every machine") {
    std::uint64_t hash = 14695981039346656037u;
    for (const SincKernel& k : sinc_kernels())
        for (float w : k.rows) hash = (hash ^ __builtin_bit_cast(std::uint32_t, w)) * 1099511628211u;
    CHECK(hash == 10036857908897118943u);
    const SincKernel& first = sinc_kernels()[0];
    for (int t = 0; t < first.taps; ++t) CHECK(first.row(0)[t] == (t == first.taps / 2 - 1 ? 1.0f : 0.0f));
}
