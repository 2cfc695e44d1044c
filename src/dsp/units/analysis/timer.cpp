// Time since an event.
#include "dsp/math/gate.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Timer {
    static constexpr Facts facts{
        .name = "timer",
        .group = "analysis",
        .summary = "Seconds since the last onset of the trigger.",
        .role = Role::source,
        .inputs = {trigger("trigger", "what sets it to 0")},
        .example = "out $ sine (timer \"1(3,8)\" * 800 + 200) * 0.3",
        .see_also = "line trig",
        .tail = -1,
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Int<L> frames{0};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> trigger_in = io.in(0);
        constexpr std::int32_t most = 1 << 30;  // six hours at 48 kHz
        for (int i = 0; i < io.frames(); ++i) {
            s.frames = select(s.gate.step(trigger_in.at(i)).onset, Int<L>(0), s.frames);
            io.out(i, to_float(s.frames) * Float<L>(io.frame_seconds()));
            s.frames = select(s.frames < most, s.frames + Int<L>(1), s.frames);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(timer, Timer)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("timer counts seconds from each onset") {
    Signal t(48001, 0.0f);
    t[1000] = 2;
    const Signal y = run_unit("timer", {{}, {{"trigger", t}}}, 48001);
    CHECK(y[480] == doctest::Approx(0.01).scale(0));
    CHECK(y[1000] == 0.0f);
    CHECK(y[1000 + 24000] == doctest::Approx(0.5).scale(0));
}
#endif
