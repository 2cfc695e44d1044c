// The envelope of a note: attack, decay, sustain, release.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Adsr {
    static constexpr Facts facts{
        .name = "adsr",
        .aliases = "env envelope",
        .group = "envelope",
        .summary =
            "Shapes a sound with the note: rises, falls to the sustain level, holds it, and fades when the note ends.",
        .role = Role::envelope,
        .inputs = {audio("in", "the sound to shape"),
                   param("attack", "time to rise to full", Measure::seconds, 0, 20, 0.01f, Curve::logarithmic),
                   param("decay", "time to fall to the sustain level", Measure::seconds, 0, 20, 0.1f,
                         Curve::logarithmic),
                   param("sustain", "level that is held", Measure::ratio, 0, 1, 0.7f),
                   param("release", "time to fade out", Measure::seconds, 0, 30, 0.2f, Curve::logarithmic),
                   note_gate()},
        .example =
            "~pluck freq $ saw freq # lpf (freq * 4) 2 # adsr 0.005 0.2 0.3 0.1\nout $ note \"c4 e4 g4\" # s "
            "\"~pluck\" * 0.5",
        .see_also = "ad ar asr ahr tadsr",
        .after_gate = "release",
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Contour<L> contour;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), attack = io.in(1), decay = io.in(2), sustain = io.in(3), release = io.in(4),
                    gate = io.in(5);
        for (int i = 0; i < io.frames(); ++i) {
            const auto edge = s.gate.step(gate.at(i));
            const ContourTimes<L> t{attack.at(i), decay.at(i), clamp(sustain.at(i), 0.0f, 1.0f), release.at(i)};
            io.out(i, in.at(i) * s.contour.step(edge.onset, edge.closed, t, io.frame_seconds()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(adsr, Adsr)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
namespace {
Signal note_of(int open, int frames) {
    Signal g(static_cast<std::size_t>(frames), 0.0f);
    for (int i = 0; i < open; ++i) g[static_cast<std::size_t>(i)] = i == 0 ? 2.0f : 1.0f;
    return g;
}
}  // namespace
TEST_CASE("adsr is at its corners on their exact frames") {
    const Settings set{{{"attack", 0.01f}, {"decay", 0.1f}, {"sustain", 0.25f}, {"release", 0.2f}},
                       {{"gate", note_of(24000, 48000)}}};
    const Signal y = run_unit("adsr", set, 48000, Signal(48000, 1.0f));
    CHECK(y[0] == 0.0f);
    CHECK(y[240] == doctest::Approx(0.5).epsilon(1e-5).scale(0));
    CHECK(y[480] == 1.0f);
    CHECK(y[480 + 4799] > 0.25f);
    CHECK(y[480 + 4800] == 0.25f);
    CHECK(y[23999] == 0.25f);
    CHECK(y[24000 + 9599] > 0.0f);
    CHECK(y[24000 + 9600] == 0.0f);
    // Half way down the release: (2^-4 - 2^-8) / (1 - 2^-8) of where it began.
    CHECK(y[24000 + 4800] == doctest::Approx(0.25 * (1 / 16.0 - 1 / 256.0) / (255 / 256.0)).epsilon(1e-4).scale(0));
}
TEST_CASE("adsr rises for ten seconds and arrives on its frame") {
    const Signal y =
        run_unit("adsr", {{{"attack", 10}, {"decay", 1}, {"sustain", 1}}, {{"gate", note_of(490000, 490000)}}}, 490000,
                 Signal(490000, 1.0f));
    CHECK(y[479998] < 1.0f);
    CHECK(y[480000] == 1.0f);
    CHECK(y[240000] == doctest::Approx(0.5).epsilon(1e-5).scale(0));
}
TEST_CASE("adsr starts again from the level it has, without a click") {
    Signal gate = note_of(4800, 9600);
    gate[2400] = 2;  // a note that touches the one before
    for (std::size_t i = 5000; i < 7000; ++i) gate[i] = i == 5000 ? 2.0f : 1.0f;
    const Signal y =
        run_unit("adsr", {{{"attack", 0.01f}, {"release", 0.02f}}, {{"gate", gate}}}, 9600, Signal(9600, 1.0f));
    for (std::size_t i = 1; i < y.size(); ++i) REQUIRE(std::abs(y[i] - y[i - 1]) < 0.01f);
    CHECK(y[2400 + 480] == 1.0f);
    CHECK(y[5000] > 0.1f);
}
#endif
