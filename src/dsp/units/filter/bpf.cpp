// Trapezoidal state variable filter: see math/svf.hpp.
#include "dsp/units/filter/svf_filter.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Bpf {
    static constexpr Facts facts{
        .name = "bpf",
        .aliases = "svf_bp bq_bp",
        .group = "filter",
        .summary = "Band-pass filter: lets through what lies near the cutoff.",
        .inputs = {audio("in", "the sound to filter"),
                   param("cutoff", "middle of the band", Measure::hertz, 10, 22000, 1000, Curve::logarithmic),
                   param("q", "narrowness of the band", Measure::none, 0.1f, 30, 1, Curve::logarithmic)},
        .example = "out $ noise # bpf \"400 800 1600\" 8",
        .see_also = "resonz lpf hpf notch",
        .tail = 0.5f,
    };
    template <int L>
    using State = SvfState<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_svf(s, io, [](const auto& o, const auto& k) { return k.k * o.band; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(bpf, Bpf)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("bpf passes its centre unchanged and is 3 dB down at the edges of its band") {
    const double edge = std::sqrt(1 + 1.0 / (4 * 5 * 5)) + 1.0 / (2 * 5);
    CHECK(gain_at("bpf", 1000, {{{"cutoff", 1000}, {"q", 5}}, {}}) == doctest::Approx(1.0).epsilon(0.003));
    CHECK(gain_at("bpf", 1000 * edge, {{{"cutoff", 1000}, {"q", 5}}, {}}) ==
          doctest::Approx(0.7071).epsilon(0.01).scale(0));
    CHECK(gain_at("bpf", 1000 / edge, {{{"cutoff", 1000}, {"q", 5}}, {}}) ==
          doctest::Approx(0.7071).epsilon(0.01).scale(0));
    CHECK(gain_at("bpf", 50, {{{"cutoff", 1000}, {"q", 5}}, {}}) < 0.02);
}
#endif
