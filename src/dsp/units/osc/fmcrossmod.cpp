// One sound bends another through a cosine: with two oscillators, the crossed modulation of old analogue synthesisers.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Fmcrossmod {
    static constexpr Facts facts{
        .name = "fmcrossmod",
        .aliases = "fm_crossmod",
        .group = "osc",
        .summary = "Cross modulation of two sounds: the first is folded by the second.",
        .inputs = {audio("carrier", "the sound that is modulated"),
                   {"modulator", "the sound that modulates", InputKind::audio, Measure::none, -1, 1, 0, true},
                   param("depth", "strength of the modulation, in radians", Measure::none, 0, 100, 1)},
        .example = "out $ fmcrossmod (saw 110) (sine 330) 2 * 0.3",
        .see_also = "fm pm ring_mod",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> carrier = io.in(0), modulator = io.in(1), depth = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> turns = clamp(depth.at(i), 0.0f, 1000.0f) * clamp(modulator.at(i), -1000.0f, 1000.0f);
            io.out(i, carrier.at(i) * cos_turns(turns * Float<L>(0.159154943f)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(fmcrossmod, Fmcrossmod)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("fmcrossmod leaves the carrier alone when the modulator is silent, and has Bessel sidebands otherwise") {
    const Signal carrier = sine_wave(3000, 48000);
    CHECK(level_at(run_unit("fmcrossmod", {}, 48000, carrier), 3000) == doctest::Approx(1.0).epsilon(1e-4));
    const Signal x = run_unit("fmcrossmod", {{{"depth", 1}}, {{"modulator", sine_wave(500, 48000)}}}, 48000, carrier);
    CHECK(level_at(x, 3000) == doctest::Approx(std::cyl_bessel_j(0, 1.0)).epsilon(0.001).scale(0));
    CHECK(level_at(x, 4000) == doctest::Approx(std::cyl_bessel_j(2, 1.0)).epsilon(0.001).scale(0));
}
#endif
