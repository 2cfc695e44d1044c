// Events as a signal of 0 and 1.
#include "dsp/math/gate.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct GateUnit {
    static constexpr Facts facts{
        .name = "gate",
        .group = "envelope",
        .summary = "1 while an event of the trigger lasts, 0 between events.",
        .role = Role::source,
        .inputs = {trigger("trigger", "what opens it")},
        .example = "out $ noise * gate \"1 0 1 [0 1]\" * 0.2",
        .see_also = "trig tadsr noisegate",
        .tail = -1,
    };
    template <int L>
    struct State {};

    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> trigger_in = io.in(0);
        for (int i = 0; i < io.frames(); ++i) io.out(i, select(trigger_in.at(i) > 0.5f, 1.0f, Float<L>(0.0f)));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(gate, GateUnit)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("gate is 1 while its trigger is open") {
    CHECK(run_unit("gate", {{}, {{"trigger", {0, 2, 1, 0, 0.5f, 0.52f}}}}, 6) == Signal{0, 1, 1, 0, 0, 1});
}
#endif
