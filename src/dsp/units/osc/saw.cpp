// Band-limited saw: see math/blep.hpp for the method. Aliases lie 75 dB and more below the fundamental up to 20 kHz.
#include "dsp/units/osc/band_limited.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Saw {
    static constexpr Facts facts{
        .name = "saw",
        .aliases = "sawtooth saw_hz",
        .group = "osc",
        .summary = "Band-limited saw wave, rising from -1 to 1.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ saw \"55 110 82.5 55\" # lpf 900 * 0.4",
        .see_also = "isaw rawsaw square tri supersaw",
        .tail = -1,
    };
    template <int L>
    using State = BandLimited<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_band_limited(
            s, io, [](Float<L> x) { return x + x - Float<L>(1.0f); },
            [](const Breaks<L>& b) { b.jump(turn_start, -2.0f); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(saw, Saw)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("saw is in tune, without DC, and its harmonics fall as 1/n") {
    const Signal x = run_unit("saw", {{{"freq", 440}}, {}}, 48000);
    CHECK(frequency_of(x) == doctest::Approx(440).epsilon(1e-4));
    for (const int n : {1, 2, 3, 10, 25})
        CHECK(level_at(x, 440.0 * n) == doctest::Approx(2 / (3.14159 * n)).epsilon(0.01).scale(0));
    CHECK(level_at(x, 0) < 1e-4);
}
TEST_CASE("saw with a negative frequency is the falling saw") {
    const Signal down = run_unit("saw", {{{"freq", -441.7f}}, {}}, 40000);
    CHECK(alias_db(down, 441.7) < -75);
    CHECK(down[100] < down[99]);
}

TEST_CASE("saw has no alias above -75 dB of its fundamental below 20 kHz") {
    for (const double hertz : {441.7, 1103.1, 4411.9, 9973.3}) {
        CAPTURE(hertz);
        CHECK(alias_db(run_unit("saw", {{{"freq", static_cast<float>(hertz)}}, {}}, 40000), hertz) < -75);
    }
}
#endif
