// Oscillator whose shape is a parameter: band-limited saw, pulse and triangle and a sine, mixed between neighbours. All
// corrections go into one line (math/blep.hpp).
#include "dsp/math/pulse_wave.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Vco {
    static constexpr Facts facts{
        .name = "vco",
        .group = "osc",
        .summary = "Oscillator of variable shape: 0 saw, 1 pulse, 2 triangle, 3 sine, and all between.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220),
                   param("wave", "shape; 0 saw, 1 pulse, 2 triangle, 3 sine", Measure::none, 0, 3, 0),
                   param("pw", "width of the pulse", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ vco 110 (sine 0.1 * 1.5 + 1.5) # lpf 1800 * 0.3",
        .see_also = "saw pulse tri sine",
        .tail = -1,
    };
    template <int L>
    struct State {
        PulseWave<L> wave;
        Blep<L> blep;
    };
    // 1 at `place`, falling to 0 at its neighbours.
    template <int L>
    PHONON_INLINE static Float<L> share(Float<L> wave, float place) noexcept {
        return max(Float<L>(1.0f) - abs(wave - Float<L>(place)), 0.0f);
    }
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), wave = io.in(1), width = io.in(2);
        BlepLine<L> line(s.blep);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(freq.at(i), io.rate());
            const Word<L> high = part_of_turn(width.at(i));
            const Float<L> shape = clamp(wave.at(i), 0.0f, 3.0f);
            const Float<L> saw = share(shape, 0), pulse = share(shape, 1), tri = share(shape, 2),
                           sine = share(shape, 3);
            const Float<L> bend = tri * Float<L>(8.0f) * abs(step.turns);
            for (const int end = until(i, freq, wave, width); i < end; ++i) {
                s.wave.look(high);
                const Float<L> x = s.wave.phase.turns();
                const Float<L> triangle = Float<L>(1.0f) - abs(Float<L>(4.0f) * x - Float<L>(2.0f));
                line.add(i,
                         saw * (x + x - Float<L>(1.0f)) + pulse * s.wave.value + tri * triangle + sine * sin_turns(x));
                s.wave.correct(line, i, pulse);
                io.out(i, line.take(i));
                s.wave.advance(step);
                const Crossing<L> turn = s.wave.phase.crossing(step), half = s.wave.phase.crossing(step, 0x80000000u);
                if (any(turn.where)) {
                    line.step(i + 1, turn.where, turn.since(), Float<L>(-2.0f) * saw * turn.direction());
                    line.corner(i + 1, turn.where, turn.since(), bend);
                }
                if (any(half.where)) line.corner(i + 1, half.where, half.since(), -bend);
            }
        }
        line.keep(io.frames());
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(vco, Vco)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("vco is the saw, the triangle and the sine at 0, 2 and 3, 8 frames late where those are not") {
    const auto worst = [](float wave, const char* word, std::size_t late) {
        const Signal x = run_unit("vco", {{{"freq", 1234}, {"wave", wave}}, {}}, 4000);
        const Signal y = run_unit(word, {{{"freq", 1234}}, {}}, 4000);
        double most = 0;
        for (std::size_t i = 100; i < x.size(); ++i)
            most = std::max(most, std::abs(static_cast<double>(x[i] - y[i - late])));
        return most;
    };
    CHECK(worst(0, "saw", 0) < 1e-5);
    CHECK(worst(1, "pulse", 0) < 1e-5);
    CHECK(worst(2, "tri", 0) < 1e-5);
    CHECK(worst(3, "sine", 8) < 1e-5);
}

TEST_CASE("vco between shapes has no alias above -75 dB of its fundamental below 20 kHz") {
    for (const double hertz : {441.7, 1103.1, 4411.9, 9973.3}) {
        CAPTURE(hertz);
        CHECK(alias_db(run_unit("vco", {{{"freq", static_cast<float>(hertz)}, {"wave", 0.5f}}, {}}, 40000), hertz) <
              -75);
    }
}
#endif
