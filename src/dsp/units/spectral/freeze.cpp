// Holds the spectrum of a moment. Two windows of the sound, a quarter of a window apart, say how far the phase of each
// bin turns in that time; while frozen, every bin goes on turning by as much (the phase vocoder of J. Flanagan,
// R. Golden, "Phase vocoder", Bell System Technical Journal 45(9), 1966, with magnitudes that stand still). So a tone
// goes on as it was, without a seam.
#include "dsp/math/gate.hpp"
#include "dsp/math/stft.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Freeze {
    static constexpr Facts facts{
        .name = "freeze",
        .group = "spectral",
        .summary = "While its trigger is open, holds the sound of that moment as a chord that stands still.",
        .inputs = {audio("in", "the sound to freeze"), trigger("trigger", "frozen while it is open")},
        .example = "out $ note \"c4 e4 g4 b4\" # s \"superpiano\" * 0.8 # freeze \"0 1 0 1\"",
        .see_also = "granular lush",
        .tail = -1,
    };
    // At 48 kHz windows of 85 ms; at other rates the power of two that is nearest.
    static constexpr int largest = 8192;
    PHONON_INLINE static int window_frames(float rate) noexcept {
        return rate > 70000 ? 8192 : rate < 35000 ? 2048 : 4096;
    }

    template <int L>
    struct State {
        Word<L> now{0u};
        Gate<L> gate;
        Int<L> frozen{0};
        Word<L> frozen_at{0u};
        Float<L> ice{0.0f};  // how much of the output is frozen
    };
    // What a lane remembers: the sound, the frozen sound that is being put together, and for each bin what it is and
    // what it turns by.
    struct Places {
        std::size_t past, made, re, im, turn_re, turn_im, all;
        PHONON_INLINE explicit Places(float rate) noexcept {
            const auto n = static_cast<std::size_t>(window_frames(rate));
            past = 0;
            made = 2 * n;
            re = made + n;
            im = re + n / 2 + 1;
            turn_re = im + n / 2 + 1;
            turn_im = turn_re + n / 2 + 1;
            all = turn_im + n / 2 + 1;
        }
    };
    static std::size_t memory_words(float rate) noexcept { return Places(rate).all; }

    // Turns every bin by a quarter of a window and adds the sound of that to what is being made, from `begin` on.
    [[gnu::noinline]] static void go_on(const LaneMemory& lane, const Places& at, std::uint32_t begin,
                                        std::uint32_t from, int n) noexcept {
        float re[largest / 2 + 1] = {}, im[largest / 2 + 1] = {};
        const auto half = static_cast<std::size_t>(n / 2);
        for (std::size_t k = 0; k <= half; ++k) {
            const float x = lane(at.re + k), y = lane(at.im + k);
            const float c = lane(at.turn_re + k), s = lane(at.turn_im + k);
            re[k] = lane(at.re + k) = x * c - y * s;
            im[k] = lane(at.im + k) = x * s + y * c;
        }
        add_windowed(lane, at.made, begin, from, n, re, im);
    }
    [[gnu::noinline]] static void freeze_now(const LaneMemory& lane, const Places& at, std::uint32_t now,
                                             int n) noexcept {
        float re[largest / 2 + 1] = {}, im[largest / 2 + 1] = {};
        const auto half = static_cast<std::size_t>(n / 2);
        const auto hop = static_cast<std::uint32_t>(n / stft_overlap);
        windowed_spectrum(lane, at.past, 2 * static_cast<std::uint32_t>(n), now - hop, n, re, im);
        for (std::size_t k = 0; k <= half; ++k) {
            lane(at.turn_re + k) = re[k];
            lane(at.turn_im + k) = im[k];
        }
        windowed_spectrum(lane, at.past, 2 * static_cast<std::uint32_t>(n), now, n, re, im);
        for (std::size_t k = 0; k <= half; ++k) {
            const float x = lane(at.turn_re + k), y = lane(at.turn_im + k);
            const float c = re[k] * x + im[k] * y, s = im[k] * x - re[k] * y;
            const float size = square_root(c * c + s * s);
            const float one = size > 1e-18f ? 1.0f / size : 0.0f;
            lane(at.turn_re + k) = c * one;
            lane(at.turn_im + k) = s * one;
            lane(at.re + k) = re[k];
            lane(at.im + k) = im[k];
        }
        for (int k = 0; k < n; ++k) lane(at.made + static_cast<std::size_t>(k)) = 0;
        for (std::uint32_t k = 1; k < stft_overlap; ++k)
            go_on(lane, at, now - static_cast<std::uint32_t>(n) + k * hop, now, n);
    }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), when = io.in(1);
        const int n = window_frames(io.rate());
        const Places at(io.rate());
        const auto mask = static_cast<std::uint32_t>(n - 1), hop = static_cast<std::uint32_t>(n / stft_overlap);
        const Float<L> thaw(1.0f / static_cast<float>(hop));
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            const auto edge = s.gate.step(when.at(i));
            s.frozen = (s.frozen & ~edge.closed) | edge.onset;
            s.frozen_at = select(edge.onset, s.now, s.frozen_at);
            const Mask<L> sounds = s.frozen | (s.ice > 0.0f);
            Float<L> ice(0.0f);
            for (int l = 0; l < L; ++l) {
                const LaneMemory lane{io.memory() + l, L};
                const std::uint32_t now = s.now.lane(l);
                if (edge.onset.lane(l) != 0) freeze_now(lane, at, now, n);
                if (sounds.lane(l) != 0) {
                    const std::uint32_t since = now - s.frozen_at.lane(l);
                    if ((since & (hop - 1)) == 0) go_on(lane, at, now, now, n);
                    float& made = lane(at.made + (now & mask));
                    ice.set_lane(l, made);
                    made = 0;
                }
                lane(at.past + (now & static_cast<std::uint32_t>(2 * n - 1))) = x.lane(l);
            }
            s.ice = clamp(s.ice + select(s.frozen, thaw, Float<L>(0.0f) - thaw), 0.0f, 1.0f);
            io.out(i, x + s.ice * (ice - x));
            s.now += Word<L>(1u);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(freeze, Freeze)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal frozen_tone(int from, int to, int frames, double hertz, int sounding) {
    Signal gate(static_cast<std::size_t>(frames), 0.0f);
    for (int i = from; i < to; ++i) gate[static_cast<std::size_t>(i)] = i == from ? 2.0f : 1.0f;
    return run_unit("freeze", {{}, {{"trigger", gate}}}, frames, sine_wave(hertz, sounding, 0.5));
}
}  // namespace
TEST_CASE("freeze lets the sound through until it is told to hold it") {
    const Signal in = sine_wave(300, 9600, 0.5);
    const Signal y = frozen_tone(9600, 9600, 9600, 300, 9600);
    for (std::size_t i = 0; i < 9600; ++i) REQUIRE(y[i] == in[i]);
}
TEST_CASE("freeze goes on with a tone: the same pitch and level, no seam, for as long as it is held") {
    for (const double hertz : {220.0, 1003.7}) {
        CAPTURE(hertz);
        // The tone itself ends when it is frozen.
        const Signal y = frozen_tone(19200, 96000, 96000, hertz, 19200);
        const Signal held(y.begin() + 48000, y.end());
        CHECK(level_at(held, hertz) == doctest::Approx(0.5).epsilon(0.03).scale(0));
        CHECK(std::abs(1200 * std::log2(frequency_of(held) / hertz)) < 1);
        const double steepest = 0.5 * 2 * 3.14159265 * hertz / 48000;
        for (std::size_t i = 20400; i < y.size(); ++i) REQUIRE(std::abs(y[i] - y[i - 1]) < 1.2 * steepest);
    }
}
TEST_CASE("freeze thaws") {
    const Signal y = frozen_tone(19200, 48000, 96000, 500, 19200);
    CHECK(rms(Signal(y.begin() + 40000, y.begin() + 48000)) > 0.3);
    CHECK(peak(y, 48000 + 1100) == 0.0);
}
#endif
