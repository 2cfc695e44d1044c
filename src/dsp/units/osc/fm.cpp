// Two sines, one moving the other's frequency by its index (J. Chowning, "The synthesis of complex audio spectra by
// means of frequency modulation", JAES 21(7), 1973), as phase modulation, which has the same spectrum and never drifts.
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Fm {
    static constexpr Facts facts{
        .name = "fm",
        .group = "osc",
        .summary = "Frequency modulation of two sines: bells, brass and basses.",
        .role = Role::oscillator,
        .inputs = {needed("carrier", "pitch", Measure::hertz, -20000, 20000, 220),
                   needed("modulator", "frequency of the modulating sine", Measure::hertz, -20000, 20000, 440),
                   param("index", "strength of the modulation, in radians", Measure::none, 0, 100, 1)},
        .example = "out $ fm 110 220 (sine 0.2 * 2 + 3) * 0.3",
        .see_also = "pm fmcrossmod sine superfm",
        .tail = -1,
    };
    template <int L>
    struct State {
        Phase<L> carrier, modulator;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> carrier = io.in(0), modulator = io.in(1), index = io.in(2);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> c(carrier.at(i), io.rate()), m(modulator.at(i), io.rate());
            const Float<L> depth = clamp(index.at(i), 0.0f, 1000.0f) * Float<L>(0.159154943f);
            for (const int end = until(i, carrier, modulator, index); i < end; ++i) {
                io.out(i, sin_turns(s.carrier.turns() + depth * sin_turns(s.modulator.turns())));
                s.carrier.advance(c);
                s.modulator.advance(m);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(fm, Fm)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("fm has sidebands after Bessel: J0 and J1 of the index") {
    const Signal x = run_unit("fm", {{{"carrier", 3000}, {"modulator", 500}, {"index", 1.5f}}, {}}, 48000);
    CHECK(level_at(x, 3000) == doctest::Approx(std::cyl_bessel_j(0, 1.5)).epsilon(0.001).scale(0));
    CHECK(level_at(x, 3500) == doctest::Approx(std::cyl_bessel_j(1, 1.5)).epsilon(0.001).scale(0));
    CHECK(level_at(x, 2500) == doctest::Approx(std::cyl_bessel_j(1, 1.5)).epsilon(0.001).scale(0));
    // It begins with both sines rising.
    for (const std::size_t i : {1u, 7u, 20u}) {
        const double t = 2 * 3.14159265 * static_cast<double>(i) / 48000;
        CHECK(x[i] == doctest::Approx(std::sin(3000 * t + 1.5 * std::sin(500 * t))).scale(1).epsilon(1e-4));
    }
    CHECK(level_at(x, 4000) == doctest::Approx(std::cyl_bessel_j(2, 1.5)).epsilon(0.001).scale(0));
}
#endif
