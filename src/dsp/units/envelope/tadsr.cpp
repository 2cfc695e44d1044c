// A triggered envelope with sustain, as a signal.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Tadsr {
    static constexpr Facts facts{
        .name = "tadsr",
        .aliases = "env_trig",
        .group = "envelope",
        .summary = "An envelope as a signal: each event of the trigger starts it, and its end releases it.",
        .role = Role::source,
        .inputs = {trigger("trigger", "what starts it and holds it"),
                   param("attack", "time to rise to 1", Measure::seconds, 0, 20, 0.001f, Curve::logarithmic),
                   param("decay", "time to fall to the sustain level", Measure::seconds, 0, 20, 0.1f,
                         Curve::logarithmic),
                   param("sustain", "level that is held", Measure::ratio, 0, 1, 0.5f),
                   param("release", "time to fall to 0", Measure::seconds, 0, 30, 0.1f, Curve::logarithmic)},
        .example = "out $ saw 110 # lpf (tadsr \"t t(3,8)\" 0.01 0.1 0.3 0.2 * 3000 + 200) 2 * 0.4",
        .see_also = "tar adsr gate",
        .tail = -1,
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Contour<L> contour;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> trigger_in = io.in(0), attack = io.in(1), decay = io.in(2), sustain = io.in(3), release = io.in(4);
        for (int i = 0; i < io.frames(); ++i) {
            const auto edge = s.gate.step(trigger_in.at(i));
            const ContourTimes<L> t{attack.at(i), decay.at(i), clamp(sustain.at(i), 0.0f, 1.0f), release.at(i)};
            io.out(i, s.contour.step(edge.onset, edge.closed, t, io.frame_seconds()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(tadsr, Tadsr)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("tadsr follows its trigger's length") {
    Signal events(9600, 0.0f);
    for (std::size_t i = 100; i < 4900; ++i) events[i] = i == 100 ? 2.0f : 1.0f;
    const Signal y = run_unit(
        "tadsr", {{{"attack", 0.01f}, {"decay", 0.02f}, {"sustain", 0.25f}, {"release", 0.03f}}, {{"trigger", events}}},
        9600);
    CHECK(y[100] == 0.0f);
    CHECK(y[580] == 1.0f);
    CHECK(y[580 + 960] == 0.25f);
    CHECK(y[4899] == 0.25f);
    CHECK(y[4900 + 1439] > 0.0f);
    CHECK(y[4900 + 1440] == 0.0f);
}
#endif
