// Trapezoidal state variable filter: see math/svf.hpp.
#include "dsp/units/filter/svf_filter.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Notch {
    static constexpr Facts facts{
        .name = "notch",
        .aliases = "svf_notch bq_notch",
        .group = "filter",
        .summary = "Notch filter: removes what lies at the cutoff.",
        .inputs = {audio("in", "the sound to filter"),
                   param("cutoff", "frequency that is removed", Measure::hertz, 10, 22000, 1000, Curve::logarithmic),
                   param("q", "narrowness of the gap", Measure::none, 0.1f, 30, 1, Curve::logarithmic)},
        .example = "out $ saw 110 # notch (sine 0.2 * 800 + 1200) 2 * 0.4",
        .see_also = "bpf allpass peq",
        .tail = 0.5f,
    };
    template <int L>
    using State = SvfState<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_svf(s, io, [](const auto& o, const auto&) { return o.low + o.high; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(notch, Notch)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("notch removes its centre and leaves the rest") {
    const Settings s{{{"cutoff", 1000}, {"q", 2}}, {}};
    CHECK(gain_at("notch", 1000, s) < 0.001);
    CHECK(gain_at("notch", 50, s) == doctest::Approx(1.0).epsilon(0.003));
    CHECK(gain_at("notch", 18000, s) == doctest::Approx(1.0).epsilon(0.003));
}
#endif
