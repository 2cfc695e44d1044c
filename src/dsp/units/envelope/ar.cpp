// Attack and release around a held note.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Ar {
    static constexpr Facts facts{
        .name = "ar",
        .group = "envelope",
        .summary = "Fades a note in, holds it full while it lasts, and fades it out.",
        .role = Role::envelope,
        .inputs = {audio("in", "the sound to shape"),
                   param("attack", "time to rise to full", Measure::seconds, 0, 20, 0.01f, Curve::logarithmic),
                   param("release", "time to fade out after the note", Measure::seconds, 0, 30, 0.2f,
                         Curve::logarithmic),
                   note_gate()},
        .example = "~pad freq $ supersaw freq # lpf 1500 # ar 0.3 0.8\nout $ note \"<c'maj a'min>\" # s \"~pad\" * 0.2",
        .see_also = "adsr asr ad tar",
        .after_gate = "release",
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Contour<L> contour;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), attack = io.in(1), release = io.in(2), gate = io.in(3);
        for (int i = 0; i < io.frames(); ++i) {
            const auto edge = s.gate.step(gate.at(i));
            const ContourTimes<L> t{attack.at(i), Float<L>(0.0f), Float<L>(1.0f), release.at(i)};
            io.out(i, in.at(i) * s.contour.step(edge.onset, edge.closed, t, io.frame_seconds()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ar, Ar)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ar holds full level while the gate is open and fades in its release, also from a rise cut short") {
    for (const std::size_t open : {4800u, 240u}) {
        Signal gate(9600, 0.0f);
        for (std::size_t i = 0; i < open; ++i) gate[i] = i == 0 ? 2.0f : 1.0f;
        const Signal y =
            run_unit("ar", {{{"attack", 0.01f}, {"release", 0.05f}}, {{"gate", gate}}}, 9600, Signal(9600, 1.0f));
        CHECK(peak(y) == doctest::Approx(open > 480 ? 1.0 : 0.5).epsilon(0.01).scale(0));
        CHECK(y[open + 2399] > 0.0f);
        CHECK(peak(y, open + 2401) == 0.0);
    }
}
#endif
