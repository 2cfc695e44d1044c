// A sine whose phase any sound may push about.
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Pm {
    static constexpr Facts facts{
        .name = "pm",
        .group = "osc",
        .summary = "Sine whose phase is moved by another sound: frequency modulation with any modulator.",
        .role = Role::oscillator,
        .inputs = {needed("carrier", "pitch", Measure::hertz, -20000, 20000, 220),
                   audio("modulation", "the sound that moves the phase"),
                   param("index", "strength of the modulation, in radians", Measure::none, 0, 100, 1)},
        .example = "out $ pm 110 (saw 55) 2 # lpf 3000 * 0.3",
        .see_also = "fm fmcrossmod",
        .tail = -1,
    };
    template <int L>
    struct State {
        Phase<L> phase;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> carrier = io.in(0), modulation = io.in(1), index = io.in(2);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(carrier.at(i), io.rate());
            const Float<L> depth = clamp(index.at(i), 0.0f, 1000.0f) * Float<L>(0.159154943f);
            for (const int end = until(i, carrier, index); i < end; ++i) {
                io.out(i, sin_turns(s.phase.turns() + depth * clamp(modulation.at(i), -1000.0f, 1000.0f)));
                s.phase.advance(step);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pm, Pm)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("pm by a sine is fm") {
    const Signal modulator = run_unit("sine", {{{"freq", 500}}, {}}, 4800);
    const Signal a = run_unit("pm", {{{"carrier", 3000}, {"index", 1.5f}}, {{"modulation", modulator}}}, 4800);
    const Signal b = run_unit("fm", {{{"carrier", 3000}, {"modulator", 500}, {"index", 1.5f}}, {}}, 4800);
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == b[i]);
}
#endif
