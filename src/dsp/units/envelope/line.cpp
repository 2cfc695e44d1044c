// A straight ramp as a signal.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Line {
    static constexpr Facts facts{
        .name = "line",
        .group = "envelope",
        .summary = "A straight ramp from one value to another, begun anew by every note (or every cycle).",
        .role = Role::source,
        .inputs = {needed("start", "value at the beginning", Measure::none, -1e6f, 1e6f, 0),
                   needed("end", "value at the end, which is held", Measure::none, -1e6f, 1e6f, 1),
                   param("dur", "time that it takes", Measure::seconds, 0, 600, 1), note_gate()},
        .example = "out $ saw 110 # lpf (line 200 4000 2) 2 * 0.4",
        .see_also = "xline curve segments tar",
        .tail = -1,
    };
    template <int L>
    struct State {
        Ramp<L> ramp;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> start = io.in(0), end = io.in(1), dur = io.in(2), gate = io.in(3);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> p = s.ramp.step(gate.at(i), dur.at(i), io.frame_seconds());
            io.out(i, start.at(i) * (Float<L>(1.0f) - p) + end.at(i) * p);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(line, Line)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("line waits at its start, runs straight, arrives on its frame and begins anew with a note") {
    Signal gate(2000, 0.0f);
    gate[100] = gate[1500] = 2;
    const Signal y = run_unit("line", {{{"start", 100}, {"end", 500}, {"dur", 0.02f}}, {{"gate", gate}}}, 2000);
    CHECK(y[99] == 100.0f);
    CHECK(y[100] == 100.0f);
    CHECK(y[100 + 480] == doctest::Approx(300));
    CHECK(y[100 + 960] == 500.0f);
    CHECK(y[1499] == 500.0f);
    CHECK(y[1500] == 100.0f);
}
#endif
