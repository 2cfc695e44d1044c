// Wanders between left and right with equal power.
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Autopan {
    static constexpr Facts facts{
        .name = "autopan",
        .group = "stereo",
        .summary = "Swings a sound from side to side; depth 0 leaves it alone.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to move"), param("rate", "swings a second", Measure::hertz, 0, 50, 1),
                   param("depth", "how far to the sides", Measure::ratio, 0, 1, 1)},
        .example = "out $ s \"hh*16\" # autopan 0.5 0.8",
        .see_also = "pan tremolo width",
    };
    template <int L>
    struct State {
        Phase<L> swing;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), rate = io.in(1), depth = io.in(2);
        const Float<L> louder(1.41421356f);
        for (int i = 0; i < io.frames(); ++i) {
            // An eighth of a turn is the middle, where both gains are 1.
            const Float<L> angle =
                Float<L>(0.125f) + clamp(depth.at(i), 0.0f, 1.0f) * Float<L>(0.125f) * sin_turns(s.swing.turns());
            s.swing.advance(PhaseStep<L>(rate.at(i), io.rate()));
            io.out(i, 0, left.at(i) * louder * cos_turns(angle));
            io.out(i, 1, right.at(i) * louder * sin_turns(angle));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(autopan, Autopan)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("autopan swings at its rate, keeps the power, and does nothing without depth") {
    const Signal y = run_unit("autopan", {{{"rate", 2}, {"depth", 1}}, {}}, 48000, Signal(48000, 1.0f));
    for (std::size_t i = 0; i < y.size(); i += 1000)
        CHECK(y[i] * y[i] + y[i + 1] * y[i + 1] == doctest::Approx(2).epsilon(1e-4));
    CHECK(y[2 * 6000] == doctest::Approx(0).epsilon(1e-4));       // a quarter of a swing: all right
    CHECK(y[2 * 18000 + 1] == doctest::Approx(0).epsilon(1e-4));  // three quarters: all left
    const Signal still = run_unit("autopan", {{{"depth", 0}}, {}}, 64, Signal(64, 0.5f));
    CHECK(still[101] == doctest::Approx(0.5).epsilon(1e-6).scale(0));
}
#endif
