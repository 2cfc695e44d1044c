// What an envelope and an oscillator do to the frequency of a voice's filter, as Strudel has them (superdough,
// createFilter): the envelope counts in octaves, so that its straight lines sound straight.
#include "dsp/math/control_contour.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Sweep {
    static constexpr Facts facts{
        .name = "sweep",
        .group = "voice",
        .summary =
            "Moves a frequency by octaves with the note: how `lpenv`, `lprate` and their kin move the filters of "
            "voices.",
        .role = Role::math,
        .inputs = {audio("in", "the frequency to move"), voice_control("octaves", "how far the envelope moves it", 20),
                   voice_control("attack", "seconds of rising", 20),
                   voice_control("decay", "seconds of falling to the level", 20),
                   voice_control("sustain", "the level that is held, 0 to 1", 1),
                   voice_control("release", "seconds of falling after the note", 30),
                   param("anchor", "which part of the way is below the frequency", Measure::ratio, 0, 1, 0),
                   voice_control("rate", "swings a second", 1000),
                   voice_control("depth", "how far it swings, as a factor", 10), note_gate()},
        .example = "out $ s \"saw*4\" # cutoff 300 # lpenv 3 # lpdecay 0.2 * 0.5",
        .see_also = "bend lpf",
        .tail = -1,
    };
    template <int L>
    struct State {
        ControlContour<L> envelope;
        Phase<L> swing;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), octaves = io.in(1), attack = io.in(2), decay = io.in(3), sustain = io.in(4),
                    release = io.in(5), anchor = io.in(6), rate = io.in(7), depth = io.in(8), gate = io.in(9);
        const ContourTimes<L> usual{Float<L>(0.005f), Float<L>(0.14f), Float<L>(0.0f), Float<L>(0.1f)};
        for (int i = 0; i < io.frames(); ++i) {
            const ContourTimes<L> t{attack.at(i), decay.at(i), sustain.at(i), release.at(i)};
            const Float<L> level = s.envelope.step(gate.at(i), s.envelope.filled(t, usual), io.frame_seconds());
            const Mask<L> timed = s.envelope.any_set(t), swings = is_set(rate.at(i));
            const Float<L> way = clamp(set_or(octaves.at(i), select(timed, 1.0f, 0.0f)), -20.0f, 20.0f);
            // A way down begins above and ends at the frequency.
            const Float<L> from = abs(way) * (select(way < 0.0f, 1.0f, 0.0f) - clamp(anchor.at(i), 0.0f, 1.0f));
            const Float<L> turned = select(swings, clamp(set_or(depth.at(i), Float<L>(1.0f)), 0.0f, 10.0f), 0.0f) *
                                    sin_turns(s.swing.turns());
            const Float<L> moved = in.at(i) * exp2(from + way * level) * max(Float<L>(1.0f) + turned, 0.0f);
            io.out(i, select(timed | swings | is_set(octaves.at(i)), moved, in.at(i)));
            s.swing.advance(PhaseStep<L>(max(rate.at(i), 0.0f), io.rate()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(sweep, Sweep)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal swept(std::map<std::string, float> values, int open = 24000) {
    Signal gate(48000, 0.0f);
    for (int i = 0; i < open; ++i) gate[static_cast<std::size_t>(i)] = i == 0 ? 2.0f : 1.0f;
    return run_unit("sweep", {std::move(values), {{"gate", gate}}}, 48000, Signal(48000, 400.0f));
}
}  // namespace
TEST_CASE("sweep passes a frequency on while nothing is set") {
    for (const float y : swept({})) REQUIRE(y == 400.0f);
}
TEST_CASE("sweep with octaves alone rises in 5 ms and is back after another 140") {
    const Signal y = swept({{"octaves", 2}});
    CHECK(y[0] == doctest::Approx(400));
    CHECK(y[120] == doctest::Approx(800).epsilon(1e-4));
    CHECK(y[240] == doctest::Approx(1600).epsilon(1e-4));
    CHECK(y[240 + 3360] == doctest::Approx(800).epsilon(1e-3));
    CHECK(y[240 + 6720] == doctest::Approx(400).epsilon(1e-4));
}
TEST_CASE(
    "sweep fills in what is not set: a decay alone falls to the frequency, an attack alone holds what it reached") {
    const Signal falls = swept({{"octaves", 1}, {"decay", 0.1f}});
    CHECK(falls[48] == doctest::Approx(800).epsilon(1e-3));
    CHECK(falls[48 + 2400] == doctest::Approx(565.7).epsilon(1e-3));
    CHECK(falls[20000] == doctest::Approx(400).epsilon(1e-4));
    const Signal holds = swept({{"attack", 0.1f}, {"release", 0.1f}});
    CHECK(holds[20000] == doctest::Approx(800).epsilon(1e-4));
    CHECK(holds[24000 + 2400] == doctest::Approx(565.7).epsilon(1e-3));
    CHECK(holds[40000] == doctest::Approx(400).epsilon(1e-4));
}
TEST_CASE("sweep down begins above, an anchor puts a part of the way below") {
    const Signal down = swept({{"octaves", -1}, {"attack", 0.1f}});
    CHECK(down[0] == doctest::Approx(800));
    CHECK(down[20000] == doctest::Approx(400).epsilon(1e-4));
    const Signal around = swept({{"octaves", 2}, {"attack", 0.1f}, {"anchor", 0.5f}});
    CHECK(around[0] == doctest::Approx(200).epsilon(1e-4));
    CHECK(around[20000] == doctest::Approx(800).epsilon(1e-4));
}
TEST_CASE("sweep swings at its rate by its depth") {
    const Signal y = swept({{"rate", 2}, {"depth", 0.5f}});
    CHECK(y[6000] == doctest::Approx(600).epsilon(1e-3));
    CHECK(y[18000] == doctest::Approx(200).epsilon(1e-3));
    CHECK(y[24000] == doctest::Approx(400).epsilon(1e-3));
}
#endif
