// The phase of an oscillator as a signal.
#include "dsp/units/osc/plain_wave.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Phasor {
    static constexpr Facts facts{
        .name = "phasor",
        .group = "osc",
        .summary = "A ramp from 0 to 1 a period, to read or shape with; not band-limited.",
        .role = Role::source,
        .inputs = {needed("freq", "ramps a second; below 0 they fall", Measure::hertz, -20000, 20000, 1)},
        .example = "out $ saw (range 110 440 (phasor 0.5)) * 0.3",
        .see_also = "saw line sine",
        .tail = -1,
    };
    template <int L>
    using State = PlainWave<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_plain_wave(s, io, [](Float<L> x) { return x; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(phasor, Phasor)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("phasor goes from 0 to 1 in a period") {
    const Signal x = run_unit("phasor", {{{"freq", 100}}, {}}, 960);
    for (std::size_t i = 1; i < 960; ++i)
        if (i % 480 != 0)
            CHECK(x[i] == doctest::Approx(std::fmod(static_cast<double>(i) / 480, 1.0)).epsilon(1e-4).scale(1));
}
#endif
