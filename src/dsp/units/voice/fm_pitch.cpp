// Frequency modulation of any voice, as Strudel has it (superdough, applyFM): the pitch itself is moved by an
// oscillator whose frequency is a multiple of it, as far as the index says.
#include "dsp/math/control_contour.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct FmPitch {
    static constexpr Facts facts{
        .name = "fm_pitch",
        .group = "voice",
        .summary = "Moves a pitch at the speed of a tone: how `fmi`, `fmh` and their kin modulate voices.",
        .role = Role::math,
        .inputs = {audio("in", "the pitch to modulate"), voice_control("index", "strength of the modulation", 100),
                   param("ratio", "frequency of the modulation as a multiple of the pitch", Measure::ratio, 0, 100, 1),
                   voice_control("attack", "seconds of rising", 20),
                   voice_control("decay", "seconds of falling to the level", 20),
                   voice_control("sustain", "the level that is held, 0 to 1", 1),
                   voice_control("release", "seconds of falling after the note", 30),
                   param("wave", "0 sine, 1 triangle, 2 saw, 3 square", Measure::none, 0, 3, 0), note_gate()},
        .example = "out $ note \"c e g\" # s \"sine\" # fmi 3 # fmh 1.5 * 0.4",
        .see_also = "bend fm superfm",
        .tail = -1,
    };
    template <int L>
    struct State {
        ControlContour<L> envelope;
        Phase<L> modulator;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), index = io.in(1), ratio = io.in(2), attack = io.in(3), decay = io.in(4),
                    sustain = io.in(5), release = io.in(6), wave = io.in(7), gate = io.in(8);
        const Float<L> one(1.0f), two(2.0f), four(4.0f);
        for (int i = 0; i < io.frames(); ++i) {
            const ContourTimes<L> set{attack.at(i), decay.at(i), sustain.at(i), release.at(i)};
            const Float<L> contour = s.envelope.step(gate.at(i), s.envelope.filled(set, set), io.frame_seconds());
            const Float<L> level = select(s.envelope.any_set(set), contour, 1.0f);
            const Float<L> modulator = in.at(i) * clamp(ratio.at(i), 0.0f, 100.0f), turns = s.modulator.turns();
            // All begin at 0 and rise, but the square, which begins at 1.
            const Float<L> quarter = turns + Float<L>(0.25f), half = turns + Float<L>(0.5f);
            const Float<L> tri = one - abs((quarter - floor(quarter)) * four - two);
            const Float<L> saw = (half - floor(half)) * two - one;
            const Float<L> square = select(turns < 0.5f, one, -one);
            Float<L> x = sin_turns(turns);
            x = select(wave.at(i) >= 0.5f, tri, x);
            x = select(wave.at(i) >= 1.5f, saw, x);
            x = select(wave.at(i) >= 2.5f, square, x);
            const Float<L> depth = modulator * clamp(index.at(i), 0.0f, 100.0f) * level;
            io.out(i, select(is_set(index.at(i)), in.at(i) + depth * x, in.at(i)));
            s.modulator.advance(PhaseStep<L>(modulator, io.rate()));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(fm_pitch, FmPitch)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal modulated(std::map<std::string, float> values) {
    Signal gate(48000, 0.0f);
    for (std::size_t i = 0; i < 24000; ++i) gate[i] = i == 0 ? 2.0f : 1.0f;
    return run_unit("fm_pitch", {std::move(values), {{"gate", gate}}}, 48000, Signal(48000, 500.0f));
}
float highest(const Signal& y, int from, int to) { return *std::max_element(y.begin() + from, y.begin() + to); }
}  // namespace
TEST_CASE("fm_pitch passes a pitch on while no index is set") {
    for (const float y : modulated({{"ratio", 3}})) REQUIRE(y == 500.0f);
}
TEST_CASE("fm_pitch swings by the index times the modulating frequency, at that frequency, with every wave") {
    for (const float wave : {0.0f, 1.0f, 2.0f, 3.0f}) {
        CAPTURE(wave);
        const Signal y = modulated({{"index", 2}, {"ratio", 1.5f}, {"wave", wave}});
        CHECK(highest(y, 0, 24000) == doctest::Approx(500 + 2 * 750).epsilon(0.04));
        Signal swing = y;
        for (float& x : swing) x -= 500;
        CHECK(frequency_of(swing) == doctest::Approx(750).epsilon(1e-3));
    }
}
TEST_CASE("fm_pitch follows its envelope where one is set") {
    const Signal y = modulated({{"index", 1}, {"decay", 0.2f}});
    CHECK(highest(y, 48, 200) == doctest::Approx(1000).epsilon(0.03));
    CHECK(highest(y, 48 + 4800, 48 + 5000) == doctest::Approx(750).epsilon(0.03));
    CHECK(highest(y, 48 + 9700, 24000) == doctest::Approx(500).epsilon(1e-3));
}
#endif
