// What an envelope and a vibrato do to the pitch of a voice, as Strudel has them (superdough, getPitchEnvelope and
// getVibratoOscillator): both count in semitones.
#include "dsp/math/control_contour.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Bend {
    static constexpr Facts facts{
        .name = "bend",
        .group = "voice",
        .summary =
            "Moves a pitch by semitones with the note: how `penv`, `vib` and their kin move the pitch of voices.",
        .role = Role::math,
        .inputs = {audio("in", "the pitch to move"), voice_control("semitones", "how far the envelope moves it", 120),
                   voice_control("attack", "seconds of rising", 20),
                   voice_control("decay", "seconds of falling to the level", 20),
                   voice_control("sustain", "the level that is held, 0 to 1", 1),
                   voice_control("release", "seconds of falling after the note", 30),
                   param("curve", "0 is straight, 1 bent as a discharge is", Measure::ratio, 0, 1, 0),
                   voice_control("anchor",
                                 "the level at which the pitch is that of the note; the level held if not set", 1),
                   voice_control("rate", "swings of the vibrato a second", 1000),
                   param("depth", "semitones that it swings to each side", Measure::semitones, 0, 120, 0.5f),
                   note_gate()},
        .example = "out $ s \"saw*4\" # penv 12 # pdecay 0.1 * 0.3",
        .see_also = "sweep vibrato",
        .tail = -1,
    };
    template <int L>
    struct State {
        ControlContour<L> envelope;
        Phase<L> swing;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), semitones = io.in(1), attack = io.in(2), decay = io.in(3), sustain = io.in(4),
                    release = io.in(5), curve = io.in(6), anchor = io.in(7), rate = io.in(8), depth = io.in(9),
                    gate = io.in(10);
        const Float<L> least(0.001f);
        const ContourTimes<L> usual{Float<L>(0.2f), least, Float<L>(1.0f), least};
        for (int i = 0; i < io.frames(); ++i) {
            const ContourTimes<L> set{attack.at(i), decay.at(i), sustain.at(i), release.at(i)};
            const ContourTimes<L> t = s.envelope.filled(set, usual);
            const Float<L> line = s.envelope.step(gate.at(i), t, io.frame_seconds());
            const Float<L> bent = (exp2(line * Float<L>(10.0f)) - Float<L>(1.0f)) * Float<L>(1.0f / 1023.0f);
            const Float<L> level = select(curve.at(i) >= 0.5f, bent, line);
            const Mask<L> bends = is_set(semitones.at(i)) | s.envelope.any_set(set), swings = is_set(rate.at(i));
            const Float<L> way = clamp(set_or(semitones.at(i), Float<L>(1.0f)), -120.0f, 120.0f);
            const Float<L> home = clamp(set_or(anchor.at(i), t.sustain), 0.0f, 1.0f);
            const Float<L> up = select(bends, way * (level - home), 0.0f) +
                                select(swings, clamp(depth.at(i), 0.0f, 120.0f) * sin_turns(s.swing.turns()), 0.0f);
            io.out(i, select(bends | swings, in.at(i) * exp2(up * Float<L>(1.0f / 12.0f)), in.at(i)));
            s.swing.advance(PhaseStep<L>(max(rate.at(i), 0.0f), io.rate()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(bend, Bend)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal bent(std::map<std::string, float> values) {
    Signal gate(48000, 0.0f);
    for (std::size_t i = 0; i < 24000; ++i) gate[i] = i == 0 ? 2.0f : 1.0f;
    return run_unit("bend", {std::move(values), {{"gate", gate}}}, 48000, Signal(48000, 440.0f));
}
}  // namespace
TEST_CASE("bend passes a pitch on while nothing is set") {
    for (const float y : bent({})) REQUIRE(y == 440.0f);
}
TEST_CASE("bend with semitones alone rises to the note in 200 ms and stays") {
    const Signal y = bent({{"semitones", 12}});
    CHECK(y[0] == doctest::Approx(220));
    CHECK(y[4800] == doctest::Approx(311.127).epsilon(1e-4));
    CHECK(y[9600] == doctest::Approx(440).epsilon(1e-5));
    CHECK(y[20000] == doctest::Approx(440).epsilon(1e-5));
}
TEST_CASE("bend with a decay falls onto the note from above, along a line or a curve") {
    const Signal y = bent({{"semitones", 24}, {"decay", 0.1f}});
    CHECK(y[48] == doctest::Approx(1760).epsilon(1e-3));
    CHECK(y[48 + 2400] == doctest::Approx(880).epsilon(1e-3));
    CHECK(y[48 + 4800] == doctest::Approx(440).epsilon(1e-4));
    const Signal curved = bent({{"semitones", 24}, {"decay", 0.1f}, {"curve", 1}});
    CHECK(curved[48 + 2400] < 470);
    CHECK(curved[48 + 4800] == doctest::Approx(440).epsilon(1e-4));
    CHECK(bent({{"semitones", 24}, {"decay", 0.1f}, {"anchor", 1}})[20000] == doctest::Approx(110).epsilon(1e-4));
}
TEST_CASE("bend trembles at its rate by its depth") {
    const Signal y = bent({{"rate", 5}, {"depth", 1}});
    CHECK(y[0] == doctest::Approx(440));
    CHECK(y[2400] == doctest::Approx(466.164).epsilon(1e-4));
    CHECK(y[7200] == doctest::Approx(415.305).epsilon(1e-4));
}
#endif
