// Takes a value at each onset and keeps it.
#include "dsp/math/gate.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct SampleHold {
    static constexpr Facts facts{
        .name = "sample_hold",
        .aliases = "sampleandhold",
        .group = "analysis",
        .summary = "Takes the value of a signal at each onset of the trigger and holds it until the next.",
        .inputs = {audio("in", "the signal to take values from"), trigger("trigger", "when to take one")},
        .example = "out $ square (sample_hold (noise) (impulse 8) * 400 + 600) * 0.2",
        .see_also = "latch trig impulse",
        .tail = -1,
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Float<L> held{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), when = io.in(1);
        for (int i = 0; i < io.frames(); ++i) {
            s.held = select(s.gate.step(when.at(i)).onset, in.at(i), s.held);
            io.out(i, s.held);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(sample_hold, SampleHold)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("sample_hold takes a value at every onset and no other") {
    const Settings set{{}, {{"trigger", {0, 2, 1, 2, 0, 0, 1}}}};
    CHECK(run_unit("sample_hold", set, 7, {1, 2, 3, 4, 5, 6, 7}) == Signal{0, 2, 2, 4, 4, 4, 7});
}
#endif
