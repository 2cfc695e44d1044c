// The plain wave, whose steps alias: for slow control, and for the harsh sound of early digital instruments.
#include "dsp/units/osc/plain_wave.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Rawsaw {
    static constexpr Facts facts{
        .name = "rawsaw",
        .group = "osc",
        .summary = "Naive saw wave, rising from -1 to 1 once a period, with no overshoot.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ saw 110 # lpf (rawsaw 2 * 800 + 1000) 2 * 0.4",
        .see_also = "saw isaw rawsquare rawtri",
        .tail = -1,
    };
    template <int L>
    using State = PlainWave<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_plain_wave(s, io, [](Float<L> x) { return x + x - Float<L>(1.0f); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(rawsaw, Rawsaw)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("rawsaw is a straight line from -1 to 1 every period") {
    const Signal x = run_unit("rawsaw", {{{"freq", 48}}, {}}, 3000);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (i % 1000 == 0) continue;  // the step itself may fall on either side of the frame
        CHECK(x[i] == doctest::Approx(-1 + 2.0 * static_cast<double>(i % 1000) / 1000).epsilon(1e-4));
    }
}
#endif
