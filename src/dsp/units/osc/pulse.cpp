// Band-limited pulse: see math/blep.hpp for the method. What the naive wave really did between two frames decides which
// steps are corrected, so the width may move as fast as it likes. Aliases lie 75 dB and more below the fundamental up
// to 20 kHz.
#include "dsp/math/pulse_wave.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Pulse {
    static constexpr Facts facts{
        .name = "pulse",
        .group = "osc",
        .summary = "Band-limited pulse wave: high for the given part of each period, then low.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220),
                   param("width", "part of the period that is high; 0.5 is a square", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ pulse 110 (sine 0.3 * 0.4 + 0.5) # lpf 2000 * 0.3",
        .see_also = "square rawsquare vco superpwm",
        .tail = -1,
    };
    template <int L>
    struct State {
        PulseWave<L> wave;
        Blep<L> blep;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), width = io.in(1);
        BlepLine<L> line(s.blep);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(freq.at(i), io.rate());
            const Word<L> high = part_of_turn(width.at(i));
            for (const int end = until(i, freq, width); i < end; ++i) {
                s.wave.look(high);
                line.add(i, s.wave.value);
                s.wave.correct(line, i, Float<L>(1.0f));
                io.out(i, line.take(i));
                s.wave.advance(step);
            }
        }
        line.keep(io.frames());
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pulse, Pulse)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("pulse of width w has harmonics 4/(n pi) sin(n pi w), and the mean 2 w - 1") {
    const Signal x = run_unit("pulse", {{{"freq", 480}, {"width", 0.2f}}, {}}, 48000);
    CHECK(frequency_of(x) == doctest::Approx(480).epsilon(1e-4));
    for (const int n : {1, 2, 3, 4, 7})
        CHECK(level_at(x, 480.0 * n) ==
              doctest::Approx(4 / (3.14159 * n) * std::abs(std::sin(3.14159 * n * 0.2))).epsilon(0.01).scale(0));
    CHECK(level_at(x, 0) == doctest::Approx(0.6).epsilon(0.002).scale(0));
    CHECK(level_at(x, 480.0 * 5) < 1e-3);
}
TEST_CASE("pulse stays between its steps whatever its width does") {
    Signal width(48000);
    for (std::size_t i = 0; i < width.size(); ++i) width[i] = static_cast<float>(i * 7919 % 1000) / 1000.0f;
    CHECK(peak(run_unit("pulse", {{{"freq", 3000}}, {{"width", width}}}, 48000)) < 12);
    CHECK(peak(run_unit("pulse", {{{"freq", 100}}, {{"width", sine_wave(70, 48000)}}}, 48000)) < 1.4);
}

TEST_CASE("pulse has no alias above -75 dB of its fundamental below 20 kHz") {
    for (const double hertz : {441.7, 1103.1, 4411.9, 9973.3}) {
        CAPTURE(hertz);
        CHECK(alias_db(run_unit("pulse", {{{"freq", static_cast<float>(hertz)}, {"width", 0.3f}}, {}}, 40000), hertz) <
              -75);
    }
}
#endif
