// An exponential ramp as a signal: equal ratios in equal times, which is how pitch is heard.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Xline {
    static constexpr Facts facts{
        .name = "xline",
        .group = "envelope",
        .summary =
            "A ramp by equal ratios from one value to another, begun anew by every note (or every cycle); for "
            "frequencies.",
        .role = Role::source,
        .inputs = {needed("start", "value at the beginning, above 0", Measure::none, 1e-6f, 1e6f, 1,
                          Curve::logarithmic),
                   needed("end", "value at the end, which is held, above 0", Measure::none, 1e-6f, 1e6f, 10,
                          Curve::logarithmic),
                   param("dur", "time that it takes", Measure::seconds, 0, 600, 1), note_gate()},
        .example = "out $ sine (xline 880 55 0.4) * 0.5",
        .see_also = "line curve segments",
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
            const Float<L> from = clamp(start.at(i), 1e-6f, 1e6f), to = clamp(end.at(i), 1e-6f, 1e6f);
            io.out(i, select(p >= 1.0f, to, from * pow(to / from, p)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(xline, Xline)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("xline is at the geometric mean half way") {
    Signal gate(2000, 0.0f);
    gate[0] = 2;
    const Signal y = run_unit("xline", {{{"start", 100}, {"end", 400}, {"dur", 0.02f}}, {{"gate", gate}}}, 2000);
    CHECK(y[0] == doctest::Approx(100));
    CHECK(y[480] == doctest::Approx(200));
    CHECK(y[960] == 400.0f);
}
#endif
