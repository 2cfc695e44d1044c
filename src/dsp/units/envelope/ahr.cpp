// Attack, hold, release: the envelope of sampled sounds, as SuperDirt's `attack`, `hold` and `release` controls mean
// it.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Ahr {
    static constexpr Facts facts{
        .name = "ahr",
        .group = "envelope",
        .summary =
            "Fades a note in, holds it for a time, or for as long as it lasts if that is shorter, and fades it out.",
        .role = Role::envelope,
        .inputs = {audio("in", "the sound to shape"),
                   param("attack", "time to rise to full", Measure::seconds, 0, 20, 0.001f, Curve::logarithmic),
                   param("hold", "longest time at full level", Measure::seconds, 0, 600, 600, Curve::logarithmic),
                   param("release", "time to fade out", Measure::seconds, 0, 30, 0.05f, Curve::logarithmic),
                   note_gate()},
        .example = "~stab freq $ square freq # lpf 1200 # ahr 0.005 0.1 0.05\nout $ note \"c3*4\" # s \"~stab\" * 0.3",
        .see_also = "adsr ar ad",
        .after_gate = "release",
        .after_onset = "attack hold release",
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Contour<L> contour;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), attack = io.in(1), hold = io.in(2), release = io.in(3), gate = io.in(4);
        for (int i = 0; i < io.frames(); ++i) {
            const auto edge = s.gate.step(gate.at(i));
            // Holding is a decay that falls nowhere; when it is over the note counts as closed.
            const Mask<L> held = (s.contour.stage == Contour<L>::decaying) & s.contour.progress.done();
            const ContourTimes<L> t{attack.at(i), hold.at(i), Float<L>(1.0f), release.at(i)};
            io.out(i, in.at(i) * s.contour.step(edge.onset, edge.closed | held, t, io.frame_seconds()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ahr, Ahr)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ahr holds for its time, or until the note ends") {
    const auto played = [](std::size_t open) {
        Signal gate(9600, 0.0f);
        for (std::size_t i = 0; i < open; ++i) gate[i] = i == 0 ? 2.0f : 1.0f;
        return run_unit("ahr", {{{"attack", 0.01f}, {"hold", 0.05f}, {"release", 0.02f}}, {{"gate", gate}}}, 9600,
                        Signal(9600, 1.0f));
    };
    const Signal long_note = played(9000), short_note = played(1000);
    CHECK(long_note[480] == 1.0f);
    CHECK(long_note[480 + 2400] == 1.0f);
    CHECK(long_note[480 + 2400 + 480] < 0.1f);
    CHECK(long_note[480 + 2400 + 960] == 0.0f);
    CHECK(short_note[999] == 1.0f);
    CHECK(short_note[1000 + 959] > 0.0f);
    CHECK(short_note[1000 + 960] == 0.0f);
}
#endif
