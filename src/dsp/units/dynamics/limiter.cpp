// A look-ahead limiter for true peaks: the gain is down before a peak of the wave between the frames arrives.
//
// The wave is looked at as meters look at it that follow ITU-R BS.1770-4 annex 2: at four points a frame through a
// sinc of 12 frames under Hann's window, and halfway between the frames through one of 24 frames, as libebur128 does
// from 96 kHz on; the longer one sees more of what is near half the rate.
//
// The gain that every frame needs is held for the look-ahead (a running maximum of reductions), let go slowly, and
// then averaged over the look-ahead. Every value in the average of a peak's frame is at least as low as the peak
// needs, so the average is too, and it has no corners. The average is summed in whole numbers and never drifts.
//
// All that does not hang on the frame before is done for a quantum at once, frame beside frame: one lane is then
// vector code too. What earlier frames left behind stands in the unit's memory in rows, oldest first, before those of
// the quantum.
#include <bit>
#include <cstring>

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
        .latency = 0.0018f,
        .tail = 0.002f,
    };

    // sin(pi t) / (pi t) * (1 + cos(pi t / h)) / 2 at a quarter and a half of the way between the middle two of 2 h
    // frames.
    static constexpr int taps = 12, long_taps = 24;
    static constexpr float quarter[taps] = {-0.001631726f, 0.010359955f,  -0.030107748f, 0.069158470f,
                                            -0.161458527f, 0.896465151f,  0.288683356f,  -0.103456726f,
                                            0.046265053f,  -0.018526006f, 0.004895983f,  -0.000167442f};
    static constexpr float half[taps / 2] = {-0.000986013f, 0.010358979f,  -0.033703604f,
                                             0.080138909f,  -0.181129655f, 0.625773626f};
    static constexpr float long_half[long_taps / 2] = {-0.000118399f, 0.001153805f, -0.003461983f, 0.007325594f,
                                                       -0.013099864f, 0.021289393f, -0.032714333f, 0.048902423f,
                                                       -0.073154952f, 0.114168420f, -0.204129958f, 0.633896587f};
    static constexpr float reach = 2.32f;            // no point between frames is higher than so many times the frames
    static constexpr int detection = long_taps / 2;  // frames by which a peak between frames is known late
    static constexpr float parts = 2097152;          // of a whole reduction, in the average

    // How the latency is spent at a rate: detection, averaging (a power of two, for the maximum by doubling) and the
    // rest; and how many frames are kept of what went by.
    struct Sizes {
        int latency, window, rest;
        int sound, needs;
        PHONON_INLINE explicit Sizes(float rate) noexcept {
            const int wanted = static_cast<int>(facts.latency * rate + 0.5f);
            latency = wanted < detection + 3 ? detection + 3 : wanted;
            window = static_cast<int>(std::bit_floor(static_cast<unsigned>(latency - (detection - 1))));
            rest = latency - (detection - 1) - window;
            sound = latency > long_taps - 1 ? latency : long_taps - 1;
            needs = window + rest;
        }
    };
    static std::size_t memory_words(float rate) noexcept {
        const Sizes z(rate);
        return static_cast<std::size_t>(2 * (z.sound + quantum_frames) + 3 * (z.needs + quantum_frames) + z.window +
                                        quantum_frames);
    }

    // Rows of L numbers, the kept ones first; row 0 is the first of this quantum.
    template <int L>
    struct Rows {
        float* first;
        int kept;
        PHONON_INLINE Float<L> at(int row) const noexcept { return Float<L>::load(first + row * L); }
        PHONON_INLINE void put(int row, Float<L> x) const noexcept { x.store(first + row * L); }
        // The last rows become those kept for the next quantum.
        PHONON_INLINE void pass(int frames) const noexcept {
            float* oldest = first - kept * L;
            std::memmove(oldest, oldest + frames * L, static_cast<std::size_t>(kept * L) * sizeof(float));
        }
    };
    template <int L>
    struct Memory {
        float* next;
        PHONON_INLINE Rows<L> take(int kept) noexcept {
            const Rows<L> rows{next + kept * L, kept};
            next += (kept + quantum_frames) * L;
            return rows;
        }
    };

    template <int L>
    struct State {
        Float<L> reduced{0.0f};  // behind hold and release
        Int<L> sum{0};           // of the average
    };

    // For each frame, the greatest size of the wave after the frame `detection` before it, up to and with the next.
    template <int L>
    PHONON_INLINE static void find_peaks(Rows<L> x, int frames, Float<L>* peaks) noexcept {
        Float<L> a[quantum_frames], b[quantum_frames], c[quantum_frames], d[quantum_frames];
        for (int i = 0; i < frames; ++i) a[i] = b[i] = c[i] = d[i] = Float<L>(0.0f);
        for (int k = 0; k < taps; ++k) {
            const Float<L> before(quarter[k]), after(quarter[taps - 1 - k]);
            const int row = k - (taps / 2 - 1) - detection;
            for (int i = 0; i < frames; ++i) {
                a[i] += before * x.at(i + row);
                c[i] += after * x.at(i + row);
            }
        }
        for (int k = 0; k < taps / 2; ++k) {
            const int row = k - (taps / 2 - 1) - detection, mirrored = taps / 2 - k - detection;
            for (int i = 0; i < frames; ++i) b[i] += Float<L>(half[k]) * (x.at(i + row) + x.at(i + mirrored));
        }
        for (int k = 0; k < long_taps / 2; ++k) {
            const int row = k - (long_taps / 2 - 1) - detection, mirrored = long_taps / 2 - k - detection;
            for (int i = 0; i < frames; ++i) d[i] += Float<L>(long_half[k]) * (x.at(i + row) + x.at(i + mirrored));
        }
        for (int i = 0; i < frames; ++i) {
            const Float<L> between = max(max(abs(a[i]), abs(b[i])), max(abs(c[i]), abs(d[i])));
            peaks[i] = max(peaks[i], max(between, abs(x.at(i + 1 - detection))));
        }
    }

    // For each frame the greatest need of the last window + rest frames, by windows of 1, 2, 4 ... frames, each made of
    // two of half its length.
    template <int L>
    PHONON_INLINE static Rows<L> hold(Rows<L> needs, Rows<L> one, Rows<L> other, const Sizes& z, int frames) noexcept {
        // A frame answers for the wave on both of its sides.
        for (int i = 1 - needs.kept; i < frames; ++i) one.put(i, max(needs.at(i), needs.at(i - 1)));
        int from = 1 - needs.kept;
        for (int away = 1; away < z.window; away *= 2) {
            from += away;
            for (int i = from; i < frames; ++i) other.put(i, max(one.at(i), one.at(i - away)));
            const Rows<L> made = other;
            other = one;
            one = made;
        }
        for (int i = 0; i < frames; ++i) other.put(i, max(one.at(i), one.at(i - z.rest)));
        return other;
    }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> ceiling = io.in(1), release = io.in(2);
        const int frames = io.frames();
        const Sizes z(io.rate());
        Memory<L> memory{io.memory()};
        const Rows<L> sides[2] = {memory.take(z.sound), memory.take(z.sound)};
        const Rows<L> needs = memory.take(z.needs), spare_one = memory.take(z.needs),
                      spare_other = memory.take(z.needs);
        const Rows<L> averaged = memory.take(z.window);
        const Float<L> one(1.0f);
        const auto top_at = [&](int i) { return from_decibels(clamp(ceiling.at(i), -60.0f, 0.0f)); };

        Float<L> lowest(1.0f), loudest(0.0f);
        for (int i = 0; i < frames; i = ceiling.until(i)) lowest = min(lowest, top_at(i));
        for (int side = 0; side < 2; ++side) {
            const In<L> in = io.in(0, side);
            for (int i = 0; i < frames; ++i) sides[side].put(i, in.at(i));
            for (int i = 1 - long_taps; i < frames; ++i) loudest = max(loudest, abs(sides[side].at(i)));
        }
        // Most quanta of most music are far below the ceiling: they need not be looked at between the frames.
        if (any<L>(loudest * Float<L>(reach) >= lowest)) {
            Float<L> peaks[quantum_frames];
            for (int i = 0; i < frames; ++i) peaks[i] = Float<L>(1e-9f);
            for (const Rows<L>& side : sides) find_peaks<L>(side, frames, peaks);
            for (int i = 0; i < frames;) {
                const Float<L> top = top_at(i);
                for (const int end = ceiling.until(i); i < end; ++i)
                    needs.put(i, clamp(one - top / peaks[i], 0.0f, 1.0f));
            }
        } else {
            for (int i = 0; i < frames; ++i) needs.put(i, Float<L>(0.0f));
        }
        const Rows<L> held = hold<L>(needs, spare_one, spare_other, z, frames);

        for (int i = 0; i < frames;) {
            const Float<L> top = top_at(i);
            const Float<L> kept = kept_per_frame(clamp(release.at(i), 0.001f, 5.0f), io.frame_seconds());
            for (const int end = until(i, ceiling, release); i < end; ++i) {
                s.reduced = max(held.at(i), s.reduced * kept);
                s.reduced = select(s.reduced < 1e-7f, 0.0f, s.reduced);
                // Rounded up: never less reduction than needed.
                const Float<L> counted = -small_floor(s.reduced * Float<L>(-parts));
                averaged.put(i, counted);
                s.sum += to_int(counted) - to_int(averaged.at(i - z.window));
                const Float<L> gain = one - to_float(s.sum) * Float<L>(1.0f / (parts * static_cast<float>(z.window)));
                for (int side = 0; side < 2; ++side)
                    io.out(i, side, clamp(sides[side].at(i - z.latency) * gain, -top, top));
            }
        }
        for (const Rows<L>& rows : {sides[0], sides[1], needs, averaged}) rows.pass(frames);
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
TEST_CASE("limiter holds the peaks between the samples of tones") {
    // A quarter of the rate, an eighth of a turn off: the wave is 3 dB above its samples.
    Signal x(9600);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = 2 * static_cast<float>(std::sin(1.5707963267949 * static_cast<double>(i) + 0.785398));
    CHECK(20 * std::log10(true_peak(limiter_left({{{"ceiling_db", -1}}, {}}, x))) < -0.95);
    for (const double hertz : {997.0, 9973.0, 15013.0}) {
        const Signal y = limiter_left({{{"ceiling_db", -1}}, {}}, sine_wave(hertz, 9600, 4));
        CAPTURE(hertz);
        CHECK(20 * std::log10(true_peak(y)) < -0.7);  // the tone's sudden beginning included
        CHECK(20 * std::log10(true_peak(Signal(y.begin() + 1000, y.end()))) < -0.95);
    }
}
TEST_CASE(
    "limiter passes what is soft enough bit by bit, later by its latency "
    "at every rate") {
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
    const auto reduced = [&](std::size_t at) { return 1 - static_cast<double>(y[at] / 0.1f); };
    for (const std::size_t at : {5500u, 8000u})
        CHECK(reduced(at + 4800) / reduced(at) == doctest::Approx(std::exp(-1)).scale(0).epsilon(0.01));
    CHECK(y.back() == doctest::Approx(0.1).scale(0).epsilon(0.001));
}
#endif
