// Band-limited saw that falls: see math/blep.hpp for the method. Aliases lie 75 dB and more below the fundamental up to
// 20 kHz.
#include "dsp/units/osc/band_limited.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Isaw {
    static constexpr Facts facts{
        .name = "isaw",
        .group = "osc",
        .summary = "Band-limited inverted saw wave, falling from 1 to -1.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ isaw 110 # lpf 1200 * 0.4",
        .see_also = "saw rawsaw",
        .tail = -1,
    };
    template <int L>
    using State = BandLimited<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_band_limited(
            s, io, [](Float<L> x) { return Float<L>(1.0f) - x - x; },
            [](const Breaks<L>& b) { b.jump(turn_start, 2.0f); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(isaw, Isaw)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("isaw is the saw upside down") {
    const Signal down = run_unit("isaw", {{{"freq", 333}}, {}}, 2000),
                 up = run_unit("saw", {{{"freq", 333}}, {}}, 2000);
    for (std::size_t i = 0; i < down.size(); ++i) CHECK(down[i] == -up[i]);
}
#endif
