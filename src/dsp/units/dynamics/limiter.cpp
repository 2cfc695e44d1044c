// A look-ahead limiter for true peaks: the wave between the frames is looked at in four times the rate, as ITU-R
// BS.1770-4 annex 2 measures it, and the gain is down before a peak arrives.
//
// The gain that every frame needs is held for the look-ahead (a running maximum of reductions), let go slowly, and then
// averaged over the look-ahead. Every value in the average of a peak's frame is at least as low as the peak needs, so
// the average is too, and it has no corners. The average is summed in whole numbers and never drifts.
#include <bit>

#include "dsp/math/allpass_line.hpp"
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Limiter {
    static constexpr Facts facts{
        .name = "limiter",
        .group = "dynamics",
        .summary =
            "Lets nothing pass the ceiling, not even between the samples, and makes itself heard as little as it can.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to limit"),
                   param("ceiling_db", "the loudest that comes out", Measure::decibels, -60, 0, -1),
                   param("release", "time in which two thirds of the gain come back", Measure::seconds, 0.001f, 5,
                         0.08f)},
        .example = "out $ s \"bd*4, hh*16, ~ cp\" * 3 # limiter -3",
        .see_also = "compressor softclip",
        .latency = 0.0016f,
        .tail = 0.002f,
    };
    // Windowed sinc (Kaiser, beta 4) at 1/4, 1/2 and 3/4 between the sixth and the seventh of twelve frames.
    static constexpr int taps = 12;
    static constexpr float quarter[taps] = {-0.00829981f, 0.01990725f,  -0.04040975f, 0.07811321f,
                                            -0.16744150f, 0.90028551f,  0.29295728f,  -0.11107648f,
                                            0.05613810f,  -0.02872469f, 0.01325440f,  -0.00470353f};
    static constexpr float half[taps] = {-0.00898966f, 0.02313743f,  -0.04834745f, 0.09363267f,
                                         -0.19099041f, 0.63155742f,  0.63155742f,  -0.19099041f,
                                         0.09363267f,  -0.04834745f, 0.02313743f,  -0.00898966f};
    static constexpr std::uint32_t detection = 6;  // frames by which a peak between frames is known late

    // How the latency is spent at a rate: detection, averaging (a power of two, for the maximum by doubling) and the
    // rest.
    struct Sizes {
        std::uint32_t latency, window, rest;
        int rounds;
        PHONON_INLINE explicit Sizes(float rate) noexcept {
            const auto wanted = static_cast<std::uint32_t>(facts.latency * rate + 0.5f);
            latency = wanted < detection + 3 ? detection + 3 : wanted;
            window = std::bit_floor(latency - (detection - 1));
            rest = latency - (detection - 1) - window;
            rounds = std::countr_zero(window);
        }
        PHONON_INLINE std::uint32_t audio_words() const noexcept { return std::bit_ceil(latency + 1); }
    };
    static std::size_t memory_words(float rate) noexcept {
        const Sizes z(rate);
        return 2 * z.audio_words() + (z.window - 1) + 2 * z.window;
    }

    template <int L>
    struct Past {
        Float<L> x[taps];
        Past() noexcept {
            for (Float<L>& v : x) v = Float<L>(0.0f);
        }
        // The greatest size of the wave from between the last two of the middle frames to the later of them.
        PHONON_INLINE Float<L> peak(Float<L> next) noexcept {
            for (int k = 0; k + 1 < taps; ++k) x[k] = x[k + 1];
            x[taps - 1] = next;
            Float<L> a(0.0f), b(0.0f), c(0.0f);
            for (int k = 0; k < taps; ++k) {
                a += Float<L>(quarter[k]) * x[k];
                b += Float<L>(half[k]) * x[k];
                c += Float<L>(quarter[taps - 1 - k]) * x[k];
            }
            return max(max(abs(a), abs(b)), max(abs(c), abs(x[taps / 2])));
        }
    };
    template <int L>
    struct State {
        Word<L> now{0u};
        Past<L> left, right;
        Float<L> needed{0.0f};   // reduction that the frame before needed
        Float<L> reduced{0.0f};  // behind hold and release
        Int<L> sum{0};           // of the average, in parts of 2^-22
    };
    static constexpr float parts = 4194304;

    // The greatest of the last window + rest values: windows of 1, 2, 4 ... frames, each from two of half its length.
    template <int L>
    PHONON_INLINE static Float<L> greatest(LineShelf<L>& shelf, const Sizes& z, Word<L> now, Float<L> x) noexcept {
        for (int k = 0; k < z.rounds; ++k) {
            const std::uint32_t away = 1u << k;
            const DelayLine<L> line = shelf.take(away);
            const Float<L> before = line.read(now - Word<L>(away));
            line.write(now, x);
            x = max(x, before);
        }
        const DelayLine<L> line = shelf.take(z.window);
        line.write(now, x);
        return max(x, line.read(now - Word<L>(z.rest)));
    }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), ceiling = io.in(1), release = io.in(2);
        const Sizes z(io.rate());
        const Float<L> one(1.0f);
        for (int i = 0; i < io.frames();) {
            const Float<L> top = from_decibels(clamp(ceiling.at(i), -60.0f, 0.0f));
            const Float<L> kept = kept_per_frame(clamp(release.at(i), 0.001f, 5.0f), io.frame_seconds());
            for (const int end = until(i, ceiling, release); i < end; ++i) {
                LineShelf<L> shelf{io.memory()};
                const DelayLine<L> lines[2] = {shelf.take(z.audio_words()), shelf.take(z.audio_words())};
                lines[0].write(s.now, left.at(i));
                lines[1].write(s.now, right.at(i));
                const Float<L> peak = max(s.left.peak(left.at(i)), s.right.peak(right.at(i)));
                // A frame answers for the wave on both of its sides.
                const Float<L> need = clamp(one - top / max(peak, 1e-9f), 0.0f, 1.0f);
                const Float<L> most = greatest(shelf, z, s.now, max(need, s.needed));
                s.needed = need;
                s.reduced = max(most, s.reduced * kept);
                s.reduced = select(s.reduced < 1e-7f, 0.0f, s.reduced);
                // Rounded up: never less reduction than needed.
                const Float<L> counted = -floor(s.reduced * Float<L>(-parts));
                const DelayLine<L> average = shelf.take(z.window);
                s.sum += to_int(counted) - to_int(average.read(s.now));
                average.write(s.now, counted);
                const Float<L> gain = one - to_float(s.sum) * Float<L>(1.0f / (parts * static_cast<float>(z.window)));
                for (int side = 0; side < 2; ++side)
                    io.out(i, side, clamp(lines[side].read(s.now - Word<L>(z.latency)) * gain, -top, top));
                s.now += Word<L>(1u);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(limiter, Limiter)

#if defined(PHONON_UNIT_TESTS)
#include <algorithm>
#include <cmath>
using namespace phonon::dsp;
namespace {
Signal limiter_left(const Settings& settings, const Signal& x, float rate = 48000) {
    const Signal y = run_unit("limiter", settings, static_cast<int>(x.size()), x, rate);
    Signal l;
    for (std::size_t i = 0; i < y.size(); i += 2) l.push_back(y[i]);
    return l;
}
// The highest point of the wave through the frames, by long windowed sincs at eight points a frame.
double true_peak(const Signal& x) {
    double most = 0;
    for (std::size_t i = 40; i + 40 < x.size(); ++i) {
        if (std::abs(x[i]) < 0.3f) continue;
        for (int p = 0; p < 8; ++p) {
            double sum = 0;
            for (int k = -32; k <= 32; ++k) {
                const double d = k - p / 8.0;
                const double w = std::cos(3.14159265 * d / 66);
                const double sinc = std::abs(d) < 1e-9 ? 1 : std::sin(3.14159265358979 * d) / (3.14159265358979 * d);
                sum += static_cast<double>(x[static_cast<std::size_t>(static_cast<int>(i) + k)]) * sinc * w * w;
            }
            most = std::max(most, std::abs(sum));
        }
    }
    return most;
}
Signal bursts() {
    Signal x(24000);
    std::uint32_t r = 1;
    for (std::size_t i = 0; i < x.size(); ++i) {
        r = r * 1664525u + 1013904223u;
        const float noise = static_cast<float>(r >> 8) / 8388608.0f - 1.0f;
        const float tone = std::sin(static_cast<float>(i) * 1.3f) + std::sin(static_cast<float>(i) * 0.02f);
        x[i] = (i / 1500 % 3 == 0 ? 6.0f : 0.2f) * (i / 3000 % 2 == 0 ? noise : tone);
    }
    return x;
}
}  // namespace
TEST_CASE("limiter lets nothing above its ceiling") {
    for (const float ceiling : {-1.0f, -12.0f}) {
        const Signal y = limiter_left({{{"ceiling_db", ceiling}}, {}}, bursts());
        CHECK(20 * std::log10(peak(y)) <= static_cast<double>(ceiling) + 1e-5);
        CHECK(20 * std::log10(peak(y)) > static_cast<double>(ceiling) - 1.5);
    }
}
TEST_CASE("limiter holds the peaks between the samples of tones within a tenth of a dB") {
    // A quarter of the rate, an eighth of a turn off: the wave is 3 dB above its samples.
    Signal x(9600);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = 2 * static_cast<float>(std::sin(1.5707963267949 * static_cast<double>(i) + 0.785398));
    CHECK(20 * std::log10(true_peak(limiter_left({{{"ceiling_db", -1}}, {}}, x))) < -0.9);
    for (const double hertz : {997.0, 9973.0, 15013.0}) {
        const Signal y = limiter_left({{{"ceiling_db", -1}}, {}}, sine_wave(hertz, 9600, 4));
        CAPTURE(hertz);
        CHECK(20 * std::log10(true_peak(y)) < -0.5);  // the tone's sudden beginning included
        CHECK(20 * std::log10(true_peak(Signal(y.begin() + 1000, y.end()))) < -0.9);
    }
}
TEST_CASE("limiter passes what is soft enough bit by bit, later by its latency at every rate") {
    for (const float rate : {44100.0f, 48000.0f, 96000.0f, 192000.0f}) {
        const Signal x = sine_wave(1000, 4800, 0.5, static_cast<double>(rate));
        const Signal y = limiter_left({}, x, rate);
        const auto late = static_cast<std::size_t>(std::lround(find_unit("limiter")->facts->latency * rate));
        for (std::size_t i = late; i < y.size(); ++i) REQUIRE(y[i] == x[i - late]);
    }
}
TEST_CASE("limiter comes back in its release time") {
    Signal x(48000, 0.1f);
    for (std::size_t i = 4000; i < 4800; ++i) x[i] = 2;
    const Signal y = limiter_left({{{"ceiling_db", 0}, {"release", 0.1f}}, {}}, x);
    const double before = 1 - 0.5, after = 1 - static_cast<double>(y[4800 + 77 + 4800] / 0.1f);
    CHECK(after == doctest::Approx(before * std::exp(-1)).epsilon(0.05));
    CHECK(y.back() == doctest::Approx(0.1));
}
#endif
