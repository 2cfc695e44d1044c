// A triggered one-shot envelope as a signal.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Tar {
    static constexpr Facts facts{
        .name = "tar",
        .group = "envelope",
        .summary = "An envelope as a signal: each event of the trigger starts a rise and a fall, 0 to 1 to 0.",
        .role = Role::source,
        .inputs = {trigger("trigger", "what starts it"),
                   param("attack", "time to rise", Measure::seconds, 0, 20, 0.001f, Curve::logarithmic),
                   param("release", "time to fall", Measure::seconds, 0, 30, 0.1f, Curve::logarithmic)},
        .example = "out $ sine 880 * tar \"t(5,8)\" 0.001 0.08 * 0.4",
        .see_also = "tadsr ad trig gate",
        .tail = -1,
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Contour<L> contour;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> trigger_in = io.in(0), attack = io.in(1), release = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            const auto edge = s.gate.step(trigger_in.at(i));
            const ContourTimes<L> t{attack.at(i), release.at(i), Float<L>(0.0f), Float<L>(0.0f)};
            io.out(i, s.contour.step(edge.onset, Mask<L>(0), t, io.frame_seconds()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(tar, Tar)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("tar rises and falls once for every onset, and for every rise of another signal through one half") {
    Signal events(9600, 0.0f), clock(9600, 0.0f);
    for (std::size_t i = 1000; i < 1500; ++i) {
        events[i] = i == 1000 ? 2.0f : 1.0f;
        clock[i] = i == 1000 ? 5.0f : 0.8f;
    }
    const auto play = [](const Signal& t) {
        return run_unit("tar", {{{"attack", 0.01f}, {"release", 0.05f}}, {{"trigger", t}}}, 9600);
    };
    const Signal y = play(events);
    CHECK(y[1000] == 0.0f);
    CHECK(y[1480] == 1.0f);
    CHECK(y[1480 + 2399] > 0.0f);
    CHECK(peak(y, 1480 + 2400) == 0.0);
    CHECK(play(clock) == y);
}
#endif
