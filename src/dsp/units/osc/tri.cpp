// Band-limited triangle, whose corners are corrected: see math/blep.hpp for the method. Aliases lie 75 dB and more
// below the fundamental up to 20 kHz.
#include "dsp/units/osc/band_limited.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Tri {
    static constexpr Facts facts{
        .name = "tri",
        .aliases = "triangle triangle_hz",
        .group = "osc",
        .summary = "Band-limited triangle wave, from -1 up to 1 and back: soft, odd harmonics only.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ tri \"220 277 330\" * 0.4",
        .see_also = "sine square rawtri",
        .tail = -1,
    };
    template <int L>
    using State = BandLimited<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_band_limited(
            s, io, [](Float<L> x) { return Float<L>(1.0f) - abs(Float<L>(4.0f) * x - Float<L>(2.0f)); },
            [](const Breaks<L>& b) {
                b.bend(turn_start, 8.0f);
                b.bend(turn_middle, -8.0f);
            });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(tri, Tri)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("tri has odd harmonics that fall as 1/n^2, and no DC") {
    const Signal x = run_unit("tri", {{{"freq", 440}}, {}}, 48000);
    CHECK(frequency_of(x) == doctest::Approx(440).epsilon(1e-4));
    for (const int n : {1, 3, 5, 11})
        CHECK(level_at(x, 440.0 * n) == doctest::Approx(8 / (3.14159 * 3.14159 * n * n)).epsilon(0.01).scale(0));
    for (const int n : {0, 2, 4}) CHECK(level_at(x, 440.0 * n) < 1e-4);
}

TEST_CASE("tri has no alias above -75 dB of its fundamental below 20 kHz") {
    for (const double hertz : {441.7, 1103.1, 4411.9, 9973.3}) {
        CAPTURE(hertz);
        CHECK(alias_db(run_unit("tri", {{{"freq", static_cast<float>(hertz)}}, {}}, 40000), hertz) < -75);
    }
}
#endif
