// Constant-gain resonator (J. Smith and J. Angell, "A constant-gain digital resonator tuned by a single coefficient",
// CMJ 6(4), 1982): zeros at 0 Hz and half the rate, as the band output of math/svf.hpp has.
#include "dsp/units/filter/svf_filter.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Resonz {
    static constexpr Facts facts{
        .name = "resonz",
        .group = "filter",
        .summary = "Narrow resonant band: rings at one frequency and mutes the rest.",
        .inputs = {audio("in", "the sound to filter"),
                   param("freq", "frequency that rings", Measure::hertz, 10, 22000, 1000, Curve::logarithmic),
                   param("q", "narrowness of the band", Measure::none, 0.5f, 100, 10, Curve::logarithmic)},
        .example = "out $ impulse 4 # resonz \"300 450 600\" 40 * 8",
        .see_also = "bpf comb",
        .tail = 1,
    };
    template <int L>
    using State = SvfState<L>;
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        run_svf(s, io, [](const auto& o, const auto& k) { return k.k * o.band; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(resonz, Resonz)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("resonz passes its centre unchanged and is 3 dB down at the edges of its band") {
    const double edge = std::sqrt(1 + 1.0 / (4 * 5 * 5)) + 1.0 / (2 * 5);
    CHECK(gain_at("resonz", 1000, {{{"freq", 1000}, {"q", 5}}, {}}) == doctest::Approx(1.0).epsilon(0.003));
    CHECK(gain_at("resonz", 1000 * edge, {{{"freq", 1000}, {"q", 5}}, {}}) ==
          doctest::Approx(0.7071).epsilon(0.01).scale(0));
    CHECK(gain_at("resonz", 1000 / edge, {{{"freq", 1000}, {"q", 5}}, {}}) ==
          doctest::Approx(0.7071).epsilon(0.01).scale(0));
    CHECK(gain_at("resonz", 50, {{{"freq", 1000}, {"q", 5}}, {}}) < 0.02);
}
#endif
