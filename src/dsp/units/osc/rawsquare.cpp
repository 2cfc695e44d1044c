// The plain wave, whose steps alias: for slow control, and for the harsh sound of early digital instruments.
#include "dsp/units/osc/plain_wave.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Rawsquare {
    static constexpr Facts facts{
        .name = "rawsquare",
        .group = "osc",
        .summary = "Naive square wave: -1 for the first half of each period, 1 for the second.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ sine (rawsquare 4 * 50 + 300) * 0.3",
        .see_also = "square pulse rawsaw rawtri",
        .tail = -1,
    };
    template <int L>
    using State = PlainWave<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_plain_wave(s, io, [](Float<L> x) { return select(x < 0.5f, -1.0f, Float<L>(1.0f)); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(rawsquare, Rawsquare)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("rawsquare is low for half a period, then high") {
    const Signal x = run_unit("rawsquare", {{{"freq", 48}}, {}}, 3000);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (i % 500 == 0) continue;  // the step itself may fall on either side of the frame
        CHECK(x[i] == (i % 1000 < 500 ? -1.0f : 1.0f));
    }
}
#endif
