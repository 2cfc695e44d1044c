// The plain wave, whose steps alias: for slow control, and for the harsh sound of early digital instruments.
#include "dsp/units/osc/plain_wave.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Rawtri {
    static constexpr Facts facts{
        .name = "rawtri",
        .group = "osc",
        .summary = "Naive triangle wave, from -1 up to 1 and back.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ saw 110 # lpf (rawtri 0.5 * 600 + 1000) * 0.4",
        .see_also = "tri sine rawsaw rawsquare",
        .tail = -1,
    };
    template <int L>
    using State = PlainWave<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_plain_wave(s, io, [](Float<L> x) { return Float<L>(1.0f) - abs(Float<L>(4.0f) * x - Float<L>(2.0f)); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(rawtri, Rawtri)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("rawtri starts at the bottom, is at the top half a period later, and is straight between") {
    const Signal x = run_unit("rawtri", {{{"freq", 48}}, {}}, 1001);
    CHECK(x[0] == -1.0f);
    CHECK(x[250] == doctest::Approx(0.0).epsilon(1e-4));
    CHECK(x[500] == doctest::Approx(1.0).epsilon(1e-4));
    CHECK(x[750] == doctest::Approx(0.0).epsilon(1e-4));
}
#endif
