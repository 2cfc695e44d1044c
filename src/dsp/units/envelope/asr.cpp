// Attack, sustain, release.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Asr {
    static constexpr Facts facts{
        .name = "asr",
        .group = "envelope",
        .summary = "Fades a note in, holds it at the sustain level while it lasts, and fades it out.",
        .role = Role::envelope,
        .inputs = {audio("in", "the sound to shape"),
                   param("attack", "time to rise to the sustain level", Measure::seconds, 0, 20, 0.01f,
                         Curve::logarithmic),
                   param("release", "time to fade out after the note", Measure::seconds, 0, 30, 0.2f,
                         Curve::logarithmic),
                   param("sustain", "level that is held", Measure::ratio, 0, 1, 1), note_gate()},
        .example =
            "~organ freq $ sine freq + sine (freq * 2) * 0.5 # asr 0.02 0.1 0.6\nout $ note \"c4 f4\" # s \"~organ\" * "
            "0.4",
        .see_also = "ar adsr",
        .after_gate = "release",
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Contour<L> contour;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), attack = io.in(1), release = io.in(2), sustain = io.in(3), gate = io.in(4);
        for (int i = 0; i < io.frames(); ++i) {
            const auto edge = s.gate.step(gate.at(i));
            const ContourTimes<L> t{attack.at(i), Float<L>(0.0f), Float<L>(1.0f), release.at(i)};
            const Float<L> level = s.contour.step(edge.onset, edge.closed, t, io.frame_seconds());
            io.out(i, in.at(i) * level * clamp(sustain.at(i), 0.0f, 1.0f));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(asr, Asr)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("asr rises to its sustain level in its attack time and ends after its release") {
    Signal gate(9600, 0.0f);
    for (std::size_t i = 0; i < 4800; ++i) gate[i] = i == 0 ? 2.0f : 1.0f;
    const Signal y = run_unit("asr", {{{"attack", 0.01f}, {"release", 0.05f}, {"sustain", 0.5f}}, {{"gate", gate}}},
                              9600, Signal(9600, 1.0f));
    CHECK(y[240] == doctest::Approx(0.25).epsilon(1e-4).scale(0));
    CHECK(y[480] == 0.5f);
    CHECK(y[4799] == 0.5f);
    CHECK(y[4800 + 2399] > 0.0f);
    CHECK(y[4800 + 2400] == 0.0f);
}
#endif
