// Trapezoidal state variable filter: see math/svf.hpp.
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

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
    struct State {
        SvfState<L> svf;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), cutoff = io.in(1), q = io.in(2);
        for (int i = 0; i < io.frames();) {
            const SvfCoefficients<L> k(cutoff.at(i), q.at(i), io.rate());
            for (const int end = until(i, cutoff, q); i < end; ++i) io.out(i, k.k * s.svf.step(in.at(i), k).band);
        }
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
