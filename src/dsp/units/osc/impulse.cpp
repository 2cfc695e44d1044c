// One frame of 1 a period: a clock that other units can be triggered by.
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Impulse {
    static constexpr Facts facts{
        .name = "impulse",
        .group = "osc",
        .summary = "One single-frame click of height 1 a period, the first at once; for clocks and triggers.",
        .role = Role::source,
        .inputs = {needed("freq", "clicks a second", Measure::hertz, -20000, 20000, 2)},
        .example = "out $ impulse 4 # bpf 900 20 * 5",
        .see_also = "blip",
        .tail = -1,
    };
    template <int L>
    struct State {
        Phase<L> phase;
        Int<L> due_passed{0};  // -1 from the first click on, unless one has just come due
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(freq.at(i), io.rate());
            for (const int end = freq.until(i); i < end; ++i) {
                io.out(i, select(s.due_passed == Int<L>(0), 1.0f, Float<L>(0.0f)));
                s.phase.advance(step);
                s.due_passed = ~s.phase.crossing(step).where;
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(impulse, Impulse)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("impulse clicks on the first frame and then at its frequency") {
    const Signal x = run_unit("impulse", {{{"freq", 100}}, {}}, 48000);
    CHECK(x[0] == 1.0f);
    int clicks = 0;
    for (const float y : x) {
        CHECK((y == 0.0f || y == 1.0f));
        clicks += y == 1.0f;
    }
    CHECK(clicks >= 100);
    CHECK(clicks <= 101);
}
#endif
