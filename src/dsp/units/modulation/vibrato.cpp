// Pitch that swings, by a delay that grows and shrinks: its slope is the change of pitch.
#include "dsp/math/delay_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Vibrato {
    static constexpr Facts facts{
        .name = "vibrato",
        .aliases = "vib",
        .group = "modulation",
        .summary = "Swings the pitch of a sound up and down.",
        .inputs = {audio("in", "the sound to swing"), param("rate", "swings a second", Measure::hertz, 0.1f, 20, 5),
                   param("depth", "how far the pitch swings", Measure::semitones, 0, 2, 0.3f)},
        .example = "out $ square 220 # lpf 1200 # vibrato 5.5 0.4 * 0.3",
        .see_also = "tremolo chorus fshift",
        .tail = 0.45f,
    };
    static constexpr float longest = 0.42f;  // seconds; two semitones ten seconds a swing need 0.39

    template <int L>
    struct State {
        Word<L> now{0u};
        Phase<L> swing;
    };
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), rate = io.in(1), depth = io.in(2);
        const DelayLine<L> line(io.memory(), line_words(io.rate(), longest));
        const Float<L> one(1.0f);
        for (int i = 0; i < io.frames();) {
            // A delay of a sin(2 pi f t) has slopes of +-2 pi f a, which are to be the ratio of the depth.
            const Float<L> hertz = clamp(rate.at(i), 0.1f, 20.0f);
            const Float<L> ratio = exp2(clamp(depth.at(i), 0.0f, 2.0f) * Float<L>(1.0f / 12.0f)) - one;
            const Float<L> reach = ratio / (hertz * Float<L>(2.0f * pi)) * Float<L>(io.rate());
            const PhaseStep<L> step(hertz, io.rate());
            for (const int end = until(i, rate, depth); i < end; ++i) {
                line.write(s.now, in.at(i));
                io.out(i, line.read(s.now, one + reach * (one - cos_turns(s.swing.turns())), 0));
                s.now += Word<L>(1u);
                s.swing.advance(step);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(vibrato, Vibrato)

#if defined(PHONON_UNIT_TESTS)
#include <algorithm>
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("vibrato swings the pitch by its depth") {
    const Signal y = run_unit("vibrato", {{{"rate", 2}, {"depth", 1}}, {}}, 96000, sine_wave(2000, 96000));
    double highest = 0, lowest = 1e9;
    for (long at = 24000; at + 960 < 96000; at += 480) {
        const double f = frequency_of(Signal(y.begin() + at, y.begin() + at + 960));
        highest = std::max(highest, f);
        lowest = std::min(lowest, f);
    }
    CHECK(highest == doctest::Approx(2000 * std::exp2(1 / 12.0)).epsilon(0.002).scale(0));
    CHECK(lowest == doctest::Approx(2000 * (2 - std::exp2(1 / 12.0))).epsilon(0.002).scale(0));
}
TEST_CASE("vibrato begins with the sound as it is, and half a swing later is at its latest") {
    // The delay is 1 frame at first, and 1 + 2 (2^(depth / 12) - 1) rate / (2 pi f) half a swing later.
    Signal clicks(24000, 0.0f);
    clicks[0] = clicks[12000] = 1;
    const Signal y = run_unit("vibrato", {{{"rate", 2}, {"depth", 1}}, {}}, 24000, clicks);
    CHECK(y[1] == doctest::Approx(1).epsilon(0.01));
    const double late = 1 + 2 * (std::exp2(1.0 / 12) - 1) * 48000 / (2 * 3.14159265 * 2);
    std::size_t best = 12000;
    for (std::size_t i = 12000; i < y.size(); ++i)
        if (y[i] > y[best]) best = i;
    CHECK(static_cast<double>(best) - 12000 == doctest::Approx(late).scale(0).epsilon(0.005));
}
#endif
