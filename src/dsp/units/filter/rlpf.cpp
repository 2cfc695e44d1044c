// The resonant low-pass of R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter coefficients": the same
// bilinear transfer function as math/svf.hpp, which is used because it stays calm while the cutoff moves.
#include "dsp/units/filter/svf_filter.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Rlpf {
    static constexpr Facts facts{
        .name = "rlpf",
        .group = "filter",
        .summary = "Resonant low-pass filter, 12 dB an octave, with some resonance from the start.",
        .inputs = {audio("in", "the sound to filter"),
                   param("cutoff", "frequency where it begins to fall", Measure::hertz, 10, 22000, 1000,
                         Curve::logarithmic),
                   param("res", "resonance: the gain at the cutoff", Measure::none, 0.1f, 20, 2, Curve::logarithmic)},
        .example = "out $ square 55 # rlpf (sine 0.25 * 400 + 600) 8 * 0.2",
        .see_also = "lpf moog rhpf",
        .tail = 0.5f,
    };
    template <int L>
    using State = SvfState<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_svf(s, io, [](const auto& o, const auto&) { return o.low; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(rlpf, Rlpf)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("rlpf is 3 dB down at its cutoff when res is 0.707, and falls 12 dB an octave above") {
    CHECK(gain_at("rlpf", 1000, {{{"cutoff", 1000}, {"res", 0.70711f}}, {}}) ==
          doctest::Approx(0.70711).epsilon(0.003).scale(0));
    CHECK(gain_at("rlpf", 50, {{{"cutoff", 1000}, {"res", 0.70711f}}, {}}) == doctest::Approx(1.0).epsilon(0.003));
    const double octave = gain_at("rlpf", 4000, {{{"cutoff", 500}, {"res", 0.70711f}}, {}}) /
                          gain_at("rlpf", 2000, {{{"cutoff", 500}, {"res", 0.70711f}}, {}});
    CHECK(octave == doctest::Approx(0.25).epsilon(0.06).scale(0));
}
TEST_CASE("rlpf rings at its cutoff with the gain of its res, up to high frequencies") {
    CHECK(gain_at("rlpf", 1000, {{{"cutoff", 1000}, {"res", 10}}, {}}) == doctest::Approx(10.0).epsilon(0.01));
    CHECK(gain_at("rlpf", 15000, {{{"cutoff", 15000}, {"res", 5}}, {}}) == doctest::Approx(5.0).epsilon(0.01));
}
#endif
