// Trapezoidal state variable filter: see math/svf.hpp.
#include "dsp/units/filter/svf_filter.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Lpf {
    static constexpr Facts facts{
        .name = "lpf",
        .aliases = "svf_lp bq_lp",
        .group = "filter",
        .summary = "Low-pass filter, 12 dB an octave: lets through what lies below the cutoff.",
        .inputs = {audio("in", "the sound to filter"),
                   param("cutoff", "frequency where it begins to fall", Measure::hertz, 10, 22000, 1000,
                         Curve::logarithmic),
                   param("q", "resonance at the cutoff; 0.707 is flat", Measure::none, 0.1f, 30, 0.707f,
                         Curve::logarithmic)},
        .example = "out $ saw 110 # lpf (sine 0.5 * 600 + 900) 2 * 0.4",
        .see_also = "hpf bpf notch rlpf moog",
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

PHONON_UNIT(lpf, Lpf)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("lpf is 3 dB down at its cutoff when q is 0.707, and falls 12 dB an octave above") {
    CHECK(gain_at("lpf", 1000, {{{"cutoff", 1000}, {"q", 0.70711f}}, {}}) ==
          doctest::Approx(0.70711).epsilon(0.003).scale(0));
    CHECK(gain_at("lpf", 50, {{{"cutoff", 1000}, {"q", 0.70711f}}, {}}) == doctest::Approx(1.0).epsilon(0.003));
    const double octave = gain_at("lpf", 4000, {{{"cutoff", 500}, {"q", 0.70711f}}, {}}) /
                          gain_at("lpf", 2000, {{{"cutoff", 500}, {"q", 0.70711f}}, {}});
    CHECK(octave == doctest::Approx(0.25).epsilon(0.06).scale(0));
}
TEST_CASE("lpf rings at its cutoff with the gain of its q, up to high frequencies") {
    CHECK(gain_at("lpf", 1000, {{{"cutoff", 1000}, {"q", 10}}, {}}) == doctest::Approx(10.0).epsilon(0.01));
    CHECK(gain_at("lpf", 15000, {{{"cutoff", 15000}, {"q", 5}}, {}}) == doctest::Approx(5.0).epsilon(0.01));
}

TEST_CASE("lpf stays finite and bounded while its cutoff is swept at audio rate") {
    const Signal sweep = run_unit("range2", {{{"lo", 20}, {"hi", 20000}}, {}}, 48000, sine_wave(777, 48000));
    CHECK(peak(run_unit("lpf", {{{"q", 4}}, {{"cutoff", sweep}}}, 48000, sine_wave(110, 48000))) < 8);
}
#endif
