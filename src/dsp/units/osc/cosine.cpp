// A polynomial sine of an exact 32-bit phase: nothing drifts, and there is no table whose steps could be heard.
#include "dsp/units/osc/plain_wave.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Cosine {
    static constexpr Facts facts{
        .name = "cosine",
        .group = "osc",
        .summary = "Cosine wave: a sine that starts at its peak, a quarter of a period ahead.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ sine 220 * (cosine 2 * 0.25 + 0.25)",
        .see_also = "sine tri",
        .tail = -1,
    };
    template <int L>
    using State = PlainWave<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_plain_wave(s, io, [](Float<L> x) { return cos_turns(x); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(cosine, Cosine)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("cosine starts at 1, is in tune and pure") {
    const Signal x = run_unit("cosine", {{{"freq", 440}}, {}}, 48000);
    CHECK(x[0] == doctest::Approx(1.0));
    CHECK(frequency_of(x) == doctest::Approx(440).epsilon(1e-6));
    CHECK(level_at(x, 440) == doctest::Approx(1.0).epsilon(1e-4));
    for (const int harmonic : {2, 3, 4, 5, 7}) CHECK(level_at(x, 440.0 * harmonic) < 1e-5);
    CHECK(level_at(x, 0) < 1e-5);
}
TEST_CASE("cosine keeps its pitch for hours: the phase is exact") {
    const Signal x = run_unit("cosine", {{{"freq", 3000}}, {}}, 480000);
    for (std::size_t i = 0; i < 16; ++i)
        CHECK(x[i] == doctest::Approx(static_cast<double>(x[479984 + i])).epsilon(1e-5));
}
#endif
