// A wave with all the partials of a saw, falling as 1/n^2 instead of 1/n: a row of parabolas, of which only the corners
// need correction (math/blep.hpp).
#include "dsp/units/osc/band_limited.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct SoftSaw {
    static constexpr Facts facts{
        .name = "soft_saw",
        .aliases = "soft_saw_hz",
        .group = "osc",
        .summary = "A mellow saw: every partial, but falling 12 dB an octave; needs no filter.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ soft_saw \"55 82.5\" * 0.5",
        .see_also = "saw tri organ",
        .tail = -1,
    };
    template <int L>
    using State = BandLimited<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_band_limited(
            s, io, [](Float<L> x) { return Float<L>(6.0f) * x * (x - Float<L>(1.0f)) + Float<L>(1.0f); },
            [](const Breaks<L>& b) { b.bend(turn_start, -12.0f); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(soft_saw, SoftSaw)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("soft_saw is in tune, without DC, and its harmonics fall as 1/n^2") {
    const Signal x = run_unit("soft_saw", {{{"freq", 440}}, {}}, 48000);
    CHECK(frequency_of(x) == doctest::Approx(440).epsilon(1e-4));
    for (const int n : {1, 2, 3, 10, 25})
        CHECK(level_at(x, 440.0 * n) == doctest::Approx(6 / (3.14159 * 3.14159 * n * n)).epsilon(0.01).scale(0));
    CHECK(level_at(x, 0) < 1e-4);
}
TEST_CASE("soft_saw has no alias above -75 dB of its fundamental below 20 kHz") {
    for (const double hertz : {441.7, 4411.9, 9973.3})
        CHECK(alias_db(run_unit("soft_saw", {{{"freq", static_cast<float>(hertz)}}, {}}, 40000), hertz) < -75);
}
#endif
