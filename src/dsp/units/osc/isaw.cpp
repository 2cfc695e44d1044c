// Band-limited saw that falls: see math/blep.hpp for the method. Aliases lie 75 dB and more below the fundamental up to
// 20 kHz.
#include "dsp/math/blep.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Isaw {
    static constexpr Facts facts{
        .name = "isaw",
        .group = "osc",
        .summary = "Band-limited inverted saw wave, falling from 1 to -1.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ isaw 110 # lpf 1200 * 0.4",
        .see_also = "saw rawsaw",
        .tail = -1,
    };
    template <int L>
    struct State {
        Phase<L> phase;
        Blep<L> blep;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0);
        BlepLine<L> line(s.blep);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(freq.at(i), io.rate());
            for (const int end = freq.until(i); i < end; ++i) {
                const Float<L> x = s.phase.turns();
                line.add(i, Float<L>(1.0f) - x - x);
                io.out(i, line.take(i));
                s.phase.advance(step);
                const Crossing<L> turn = s.phase.crossing(step);
                if (any(turn.where)) line.step(i + 1, turn.where, turn.since(), Float<L>(2.0f) * turn.direction());
            }
        }
        line.keep(io.frames());
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(isaw, Isaw)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("isaw is the saw upside down") {
    const Signal down = run_unit("isaw", {{{"freq", 333}}, {}}, 2000),
                 up = run_unit("saw", {{{"freq", 333}}, {}}, 2000);
    for (std::size_t i = 0; i < down.size(); ++i) CHECK(down[i] == -up[i]);
}
#endif
