// A one-shot envelope: it rises and falls once from each onset, however long the note lasts.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Ad {
    static constexpr Facts facts{
        .name = "ad",
        .group = "envelope",
        .summary =
            "Shapes a sound with a rise and a fall from each onset, however long the note lasts; for plucked and "
            "struck sounds.",
        .role = Role::envelope,
        .inputs = {audio("in", "the sound to shape"),
                   param("attack", "time to rise to full", Measure::seconds, 0, 20, 0.005f, Curve::logarithmic),
                   param("decay", "time to fall to nothing", Measure::seconds, 0, 30, 0.3f, Curve::logarithmic),
                   note_gate()},
        .example =
            "~bell freq $ sine (freq + sine (freq * 3.5) * freq) # ad 0.002 1.5\nout $ note \"c5 g5\" # s \"~bell\" * "
            "0.4",
        .see_also = "adsr ar tar",
        .after_onset = "attack decay",
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Contour<L> contour;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), attack = io.in(1), decay = io.in(2), gate = io.in(3);
        for (int i = 0; i < io.frames(); ++i) {
            const auto edge = s.gate.step(gate.at(i));
            const ContourTimes<L> t{attack.at(i), decay.at(i), Float<L>(0.0f), Float<L>(0.0f)};
            io.out(i, in.at(i) * s.contour.step(edge.onset, Mask<L>(0), t, io.frame_seconds()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ad, Ad)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ad runs its course after the shortest gate and ends inside the longest") {
    for (const std::size_t open : {1u, 9000u}) {
        Signal gate(9600, 0.0f);
        for (std::size_t i = 0; i < open; ++i) gate[i] = i == 0 ? 2.0f : 1.0f;
        const Signal y =
            run_unit("ad", {{{"attack", 0.01f}, {"decay", 0.05f}}, {{"gate", gate}}}, 9600, Signal(9600, 1.0f));
        CHECK(y[480] == 1.0f);
        CHECK(y[480 + 2399] > 0.0f);
        CHECK(y[480 + 2400] == 0.0f);
        CHECK(peak(y, 480 + 2400) == 0.0);
    }
}
#endif
