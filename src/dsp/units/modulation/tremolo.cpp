// Level that swings.
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Tremolo {
    static constexpr Facts facts{
        .name = "tremolo",
        .aliases = "trem",
        .group = "modulation",
        .summary = "Swings the level down and up again.",
        .inputs = {audio("in", "the sound to swing"), param("rate", "swings a second", Measure::hertz, 0, 50, 4),
                   param("depth", "1 swings down to silence", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ note \"c3 g3\" # s \"superpiano\" # tremolo 5 0.6",
        .see_also = "autopan vibrato ring",
    };
    template <int L>
    struct State {
        Phase<L> swing;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), rate = io.in(1), depth = io.in(2);
        const Float<L> one(1.0f);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> down = (one - cos_turns(s.swing.turns())) * Float<L>(0.5f);
            s.swing.advance(PhaseStep<L>(clamp(rate.at(i), 0.0f, 50.0f), io.rate()));
            io.out(i, in.at(i) * (one - clamp(depth.at(i), 0.0f, 1.0f) * down));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(tremolo, Tremolo)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("tremolo begins at full level and is down by its depth half a swing later") {
    const Signal y = run_unit("tremolo", {{{"rate", 4}, {"depth", 0.6f}}, {}}, 12001, Signal(12001, 1.0f));
    CHECK(y[0] == doctest::Approx(1));
    CHECK(y[6000] == doctest::Approx(0.4).epsilon(1e-4).scale(0));
    CHECK(y[12000] == doctest::Approx(1).epsilon(1e-4));
}
#endif
