// Grains of a sound, taken from its last seconds (C. Roads, "Microsound", MIT Press 2001; B. Truax, "Real-time granular
// synthesis with a digital signal processor", Computer Music Journal 12(2), 1988).
#include "dsp/math/delay_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/math/random.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Granular {
    static constexpr Facts facts{
        .name = "granular",
        .aliases = "grains",
        .group = "granular",
        .summary = "Scatters a sound into grains: clouds, stutters, shimmering pitches.",
        .inputs = {audio("in", "the sound to take grains from"),
                   param("grain", "length of a grain", Measure::seconds, 0.005f, 0.5f, 0.08f, Curve::logarithmic),
                   param("density", "grains a second; at most 8 sound at once", Measure::hertz, 0.1f, 400, 25,
                         Curve::logarithmic),
                   param("pitch", "speed of each grain: 2 is an octave up", Measure::ratio, 0.1f, 4, 1,
                         Curve::logarithmic),
                   param("spread", "grains come from this long ago at most", Measure::seconds, 0, 1, 0.1f),
                   param("scatter", "how far each grain's pitch may be off", Measure::semitones, 0, 24, 0),
                   param("mix", "0 is the sound alone, 1 the grains alone", Measure::ratio, 0, 1, 1)},
        .example = "out $ note \"c4 e4 g4 b4\" # s \"superpiano\" # granular 0.12 30 2 0.4 :mix 0.6",
        .see_also = "pitch_shift freeze delay",
        .tail = 3.2f,
    };
    static constexpr int grains = 8;
    static constexpr float longest = 2.7f;  // a grain at four times the speed, and the spread

    template <int L>
    struct Grain {
        Float<L> at{1.0f}, step{0.0f};    // how far it has come, 0 ... 1
        Float<L> age{1.0f}, drift{0.0f};  // frames back, and what that changes by each frame
    };
    template <int L>
    struct State {
        Grain<L> grain[grains];
        Word<L> now{0u};
        Phase<L> clock;
        Int<L> next{0};
        Int<L> waiting{0};  // -1 until the clock's next turn
        Word<L> drawn{0u};
    };
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), length = io.in(1), density = io.in(2), pitch = io.in(3), spread = io.in(4);
        const In<L> scatter = io.in(5), mix = io.in(6);
        const float rate = io.rate();
        const DelayLine<L> line(io.memory(), line_words(rate, longest));
        const Word<L> key = io.key();
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            line.write(s.now, x);
            const Mask<L> begins = ~s.waiting;
            if (any<L>(begins)) start(s, begins, key, length.at(i), pitch.at(i), spread.at(i), scatter.at(i), rate);
            const PhaseStep<L> tick(clamp(density.at(i), 0.1f, 400.0f), rate);
            s.clock.advance(tick);
            s.waiting = ~s.clock.crossing(tick).where;

            Float<L> sum(0.0f);
            for (Grain<L>& g : s.grain) {
                const Mask<L> sounds = g.at < 1.0f;
                if (!any<L>(sounds)) continue;
                // A window whose halves add up to 1 where grains overlap by half.
                const Float<L> half = Float<L>(1.0f) - abs(g.at + g.at - Float<L>(1.0f));
                const Float<L> window = half * half * (Float<L>(3.0f) - half - half);
                sum += select(sounds, window * line.read(s.now, g.age, 0), 0.0f);
                g.at = min(g.at + g.step, 1.0f);
                g.age = max(g.age + g.drift, 0.0f);
            }
            const Float<L> overlap = clamp(density.at(i), 0.1f, 400.0f) * clamp(length.at(i), 0.005f, 0.5f);
            // Grains of the same moment add up as they are, scattered ones by their powers.
            const Float<L> level = Float<L>(1.0f) / sqrt(clamp(overlap * Float<L>(0.5f), 1.0f, 4.0f));
            io.out(i, dry_wet(x, sum * level, mix.at(i)));
            s.now += Word<L>(1u);
        }
    }
    template <int L>
    PHONON_INLINE static void start(State<L>& s, Mask<L> begins, Word<L> key, Float<L> length, Float<L> pitch,
                                    Float<L> spread, Float<L> scatter, float rate) noexcept {
        const Float<L> frames = clamp(length, 0.005f, 0.5f) * Float<L>(rate);
        const Float<L> where = unipolar(random_word(key, s.drawn));
        const Float<L> off = bipolar(random_word(key, s.drawn + Word<L>(1u))) * clamp(scatter, 0.0f, 24.0f);
        const Float<L> speed = clamp(clamp(pitch, 0.1f, 4.0f) * exp2(off * Float<L>(1.0f / 12)), 0.05f, 4.0f);
        // A grain faster than the sound starts so far back that it never overtakes it.
        const Float<L> reach = max((speed - Float<L>(1.0f)) * frames, 0.0f) + Float<L>(1.0f);
        const Float<L> age =
            min(reach + where * clamp(spread, 0.0f, 1.0f) * Float<L>(rate), Float<L>((longest - 0.55f) * rate));
        for (int k = 0; k < grains; ++k) {
            Grain<L>& g = s.grain[k];
            // Where the eighth grain back still sounds, there is no room for this one.
            const Mask<L> mine = begins & (s.next == Int<L>(k)) & (g.at >= 1.0f);
            g.at = select(mine, 0.0f, g.at);
            g.step = select(mine, Float<L>(1.0f) / frames, g.step);
            g.age = select(mine, age, g.age);
            g.drift = select(mine, Float<L>(1.0f) - speed, g.drift);
        }
        s.next = select(begins, (s.next + Int<L>(1)) & Int<L>(grains - 1), s.next);
        s.drawn = select(begins, s.drawn + Word<L>(2u), s.drawn);
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(granular, Granular)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Settings grains_of(float grain, float density, float pitch, float spread) {
    return {{{"grain", grain}, {"density", density}, {"pitch", pitch}, {"spread", spread}}, {}};
}
}  // namespace
TEST_CASE("granular without spread, overlapping by half, is the sound again") {
    const Signal in = sine_wave(330, 48000, 0.5);
    const Signal y = run_unit("granular", grains_of(0.1f, 20, 1, 0), 48000, in);
    for (std::size_t i = 9600; i < 48000; ++i) REQUIRE(y[i] == doctest::Approx(in[i - 1]).epsilon(0.01).scale(1));
}
TEST_CASE("granular plays its grains at its pitch") {
    for (const float pitch : {0.5f, 1.5f, 4.0f}) {
        CAPTURE(pitch);
        const Signal y = run_unit("granular", grains_of(0.2f, 5, pitch, 0), 96000, sine_wave(400, 96000));
        // One grain at a time; around its pitch lies the spectrum of the window.
        const Signal grain(y.begin() + 48000, y.begin() + 48000 + 9600);
        const double f = 400 * static_cast<double>(pitch);
        CHECK(level_at(grain, f) > 0.4);
        CHECK(level_at(grain, f) > 20 * level_at(grain, f * 1.25));
    }
}
TEST_CASE("granular takes grains as often as it is told, and they have gaps between them") {
    const Signal y = run_unit("granular", grains_of(0.02f, 10, 1, 0), 96000, Signal(96000, 1.0f));
    int starts = 0;
    for (std::size_t i = 1; i < y.size(); ++i) starts += y[i - 1] == 0.0f && y[i] > 0.0f;
    CHECK(starts == doctest::Approx(20).epsilon(0.06));
    CHECK(rms(y) == doctest::Approx(std::sqrt(0.2 * 26.0 / 70)).epsilon(0.05).scale(0));
}
TEST_CASE("granular keeps about the level of noise that it scatters") {
    const Signal noise = run_unit("noise", {}, 192000);
    CHECK(rms(run_unit("granular", grains_of(0.1f, 40, 1, 0.5f), 192000, noise), 48000) ==
          doctest::Approx(rms(noise)).epsilon(0.35).scale(0));
}
#endif
