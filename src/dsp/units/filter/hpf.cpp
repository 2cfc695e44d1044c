// Trapezoidal state variable filter: see math/svf.hpp.
#include "dsp/units/filter/svf_filter.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Hpf {
    static constexpr Facts facts{
        .name = "hpf",
        .aliases = "svf_hp bq_hp",
        .group = "filter",
        .summary = "High-pass filter, 12 dB an octave: lets through what lies above the cutoff.",
        .inputs = {audio("in", "the sound to filter"),
                   param("cutoff", "frequency where it begins to rise", Measure::hertz, 10, 22000, 1000,
                         Curve::logarithmic),
                   param("q", "resonance at the cutoff; 0.707 is flat", Measure::none, 0.1f, 30, 0.707f,
                         Curve::logarithmic)},
        .example = "out $ s \"hh*8\" # hpf \"2000 6000\" # gain 0.7",
        .see_also = "lpf bpf notch rhpf",
        .tail = 0.5f,
    };
    template <int L>
    using State = SvfState<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_svf(s, io, [](const auto& o, const auto&) { return o.high; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(hpf, Hpf)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("hpf is 3 dB down at its cutoff when q is 0.707, and falls 12 dB an octave below") {
    CHECK(gain_at("hpf", 1000, {{{"cutoff", 1000}, {"q", 0.70711f}}, {}}) ==
          doctest::Approx(0.70711).epsilon(0.003).scale(0));
    CHECK(gain_at("hpf", 20000, {{{"cutoff", 1000}, {"q", 0.70711f}}, {}}) == doctest::Approx(1.0).epsilon(0.003));
    const double octave = gain_at("hpf", 250, {{{"cutoff", 4000}, {"q", 0.70711f}}, {}}) /
                          gain_at("hpf", 500, {{{"cutoff", 4000}, {"q", 0.70711f}}, {}});
    CHECK(octave == doctest::Approx(0.25).epsilon(0.06).scale(0));
}
TEST_CASE("hpf rings at its cutoff with the gain of its q, up to high frequencies") {
    CHECK(gain_at("hpf", 1000, {{{"cutoff", 1000}, {"q", 10}}, {}}) == doctest::Approx(10.0).epsilon(0.01));
    CHECK(gain_at("hpf", 15000, {{{"cutoff", 15000}, {"q", 5}}, {}}) == doctest::Approx(5.0).epsilon(0.01));
}
#endif
