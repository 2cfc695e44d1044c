// Band-limited square: see math/blep.hpp for the method. Aliases lie 75 dB and more below the fundamental up to 20 kHz.
#include "dsp/units/osc/band_limited.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Square {
    static constexpr Facts facts{
        .name = "square",
        .aliases = "square_hz sqr",
        .group = "osc",
        .summary = "Band-limited square wave: hollow, odd harmonics only; low for half a period, then high.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ square \"110 165\" # lpf 1500 * 0.3",
        .see_also = "pulse rawsquare saw tri",
        .tail = -1,
    };
    template <int L>
    using State = BandLimited<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_band_limited(
            s, io, [](Float<L> x) { return select(x < 0.5f, -1.0f, Float<L>(1.0f)); },
            [](const Breaks<L>& b) {
                b.jump(turn_start, -2.0f);
                b.jump(turn_middle, 2.0f);
            });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(square, Square)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("square has odd harmonics that fall as 1/n, no even ones and no DC") {
    const Signal x = run_unit("square", {{{"freq", 440}}, {}}, 48000);
    CHECK(frequency_of(x) == doctest::Approx(440).epsilon(1e-4));
    for (const int n : {1, 3, 5, 11})
        CHECK(level_at(x, 440.0 * n) == doctest::Approx(4 / (3.14159 * n)).epsilon(0.01).scale(0));
    for (const int n : {0, 2, 4, 10}) CHECK(level_at(x, 440.0 * n) < 1e-4);
}
TEST_CASE("square is low in the first half of its period, as the pattern of that name") {
    const Signal x = run_unit("square", {{{"freq", 48}}, {}}, 1000);
    CHECK(x[250] == doctest::Approx(-1.0).epsilon(0.01));
    CHECK(x[750] == doctest::Approx(1.0).epsilon(0.01));
}

TEST_CASE("square has no alias above -75 dB of its fundamental below 20 kHz") {
    for (const double hertz : {441.7, 1103.1, 4411.9, 9973.3}) {
        CAPTURE(hertz);
        CHECK(alias_db(run_unit("square", {{{"freq", static_cast<float>(hertz)}}, {}}, 40000), hertz) < -75);
    }
}
#endif
