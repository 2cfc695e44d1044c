// Onsets as a signal of impulses.
#include "dsp/math/gate.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Trig {
    static constexpr Facts facts{
        .name = "trig",
        .group = "envelope",
        .summary = "An impulse of one frame at every onset of the trigger.",
        .role = Role::source,
        .inputs = {trigger("trigger", "what sets the impulses off")},
        .example = "out $ trig \"1(5,8)\" # delay 0.004 0.98 0.9 * 0.5",
        .see_also = "gate tar impulse",
        .tail = -1,
    };
    template <int L>
    struct State {
        Gate<L> gate;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> trigger_in = io.in(0);
        for (int i = 0; i < io.frames(); ++i)
            io.out(i, select(s.gate.step(trigger_in.at(i)).onset, 1.0f, Float<L>(0.0f)));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(trig, Trig)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("trig tells apart events that touch") {
    CHECK(run_unit("trig", {{}, {{"trigger", {0, 2, 1, 2, 1, 0, 0.6f}}}}, 7) == Signal{0, 1, 0, 1, 0, 0, 1});
}
#endif
