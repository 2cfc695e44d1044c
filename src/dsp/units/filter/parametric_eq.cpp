// Three bells of math/svf_shelves.hpp in series.
#include "dsp/math/svf_shelves.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct ParametricEq {
    static constexpr Facts facts{
        .name = "parametric_eq",
        .aliases = "eq",
        .group = "filter",
        .summary = "Equaliser of three bands.",
        .inputs = {audio("in", "the sound to filter"),
                   param("freq1", "middle of the low band", Measure::hertz, 10, 22000, 200, Curve::logarithmic),
                   param("gain1", "boost or cut of the low band", Measure::decibels, -40, 40, 0),
                   param("q1", "narrowness of the low band", Measure::none, 0.1f, 30, 1, Curve::logarithmic),
                   param("freq2", "middle of the middle band", Measure::hertz, 10, 22000, 1000, Curve::logarithmic),
                   param("gain2", "boost or cut of the middle band", Measure::decibels, -40, 40, 0),
                   param("q2", "narrowness of the middle band", Measure::none, 0.1f, 30, 1, Curve::logarithmic),
                   param("freq3", "middle of the high band", Measure::hertz, 10, 22000, 5000, Curve::logarithmic),
                   param("gain3", "boost or cut of the high band", Measure::decibels, -40, 40, 0),
                   param("q3", "narrowness of the high band", Measure::none, 0.1f, 30, 1, Curve::logarithmic)},
        .example = "out $ saw 110 # parametric_eq 110 3 1 800 -6 2 4000 4 1 * 0.3",
        .see_also = "peq lowshelf highshelf",
        .tail = 0.5f,
    };
    template <int L>
    struct State {
        SvfState<L> low, middle, high;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0);
        const auto band = [&](int first, int i) {
            return bell(io.in(first).at(i), io.in(first + 1).at(i), io.in(first + 2).at(i), io.rate());
        };
        for (int i = 0; i < io.frames();) {
            const SvfMix<L> low = band(1, i), middle = band(4, i), high = band(7, i);
            const int end =
                until(i, io.in(1), io.in(2), io.in(3), io.in(4), io.in(5), io.in(6), io.in(7), io.in(8), io.in(9));
            for (; i < end; ++i) io.out(i, high.step(s.high, middle.step(s.middle, low.step(s.low, in.at(i)))));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(parametric_eq, ParametricEq)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("parametric_eq gives each band its gain") {
    const Settings s{{{"freq1", 100},
                      {"gain1", 6},
                      {"q1", 4},
                      {"freq2", 1000},
                      {"gain2", -6},
                      {"q2", 4},
                      {"freq3", 8000},
                      {"gain3", 12},
                      {"q3", 4}},
                     {}};
    CHECK(gain_at("parametric_eq", 100, s) == doctest::Approx(1.9953).epsilon(0.01));
    CHECK(gain_at("parametric_eq", 1000, s) == doctest::Approx(0.5012).epsilon(0.01).scale(0));
    CHECK(gain_at("parametric_eq", 8000, s) == doctest::Approx(3.9811).epsilon(0.01));
}
#endif
