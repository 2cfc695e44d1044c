// The simplest low-pass: one capacitor. Trapezoidal, so that the corner lies where it is told up to half the rate (V.
// Zavalishin, "The art of VA filter design", 2012).
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Onepole {
    static constexpr Facts facts{
        .name = "onepole",
        .aliases = "lpf6",
        .group = "filter",
        .summary = "Gentle low-pass filter, 6 dB an octave, without resonance.",
        .inputs = {audio("in", "the sound to filter"), param("cutoff", "frequency where it is 3 dB down",
                                                             Measure::hertz, 1, 22000, 1000, Curve::logarithmic)},
        .example = "out $ saw 110 # onepole (sine 0.2 * 800 + 1000) * 0.3",
        .see_also = "lpf lag",
        .tail = 1.5f,
    };
    template <int L>
    struct State {
        Float<L> held{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), cutoff = io.in(1);
        for (int i = 0; i < io.frames();) {
            const Float<L> g =
                tan_half_turns(clamp(cutoff.at(i) * Float<L>(1.0f / io.rate()), 1.0f / io.rate(), 0.49f));
            const Float<L> share = g / (Float<L>(1.0f) + g);
            for (const int end = cutoff.until(i); i < end; ++i) {
                const Float<L> v = share * (in.at(i) - s.held);
                const Float<L> y = s.held + v;
                s.held = y + v;
                io.out(i, y);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(onepole, Onepole)

#if defined(PHONON_UNIT_TESTS)
#include <numbers>
using namespace phonon::dsp;
TEST_CASE("onepole has the response of one pole, its frequencies warped by the tangent") {
    for (const double cutoff : {200.0, 2000.0, 15000.0})
        for (const double hertz : {50.0, 200.0, 1000.0, 5000.0, 18000.0}) {
            const double w = std::tan(std::numbers::pi * hertz / 48000) / std::tan(std::numbers::pi * cutoff / 48000);
            CHECK(gain_at("onepole", hertz, {{{"cutoff", static_cast<float>(cutoff)}}, {}}) ==
                  doctest::Approx(1 / std::sqrt(1 + w * w)).epsilon(0.002).scale(0));
        }
}
#endif
