// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Fold {
    static constexpr Facts facts{
        .name = "fold",
        .group = "math",
        .summary = "What leaves the bounds is mirrored back.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number"), param("lo", "lower bound", Measure::none, -100, 100, -1),
                   param("hi", "upper bound", Measure::none, -100, 100, 1)},
        .example = "out $ sine 110 * (sine 0.2 * 2 + 3) # fold -1 1 * 0.3",
        .see_also = "wrap clip",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x, Float<L> lo, Float<L> hi) {
            const Float<L> span = hi - lo;
            const Float<L> t = (x - lo) / (span + span);
            const Float<L> there = abs(t - floor(t + Float<L>(0.5f))) * (span + span) + lo;
            return select(span > 1e-30f, there, lo);
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(fold, Fold)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("fold gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("fold", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 1.5}, {"lo", -1}, {"hi", 1}}) == doctest::Approx(0.5).epsilon(1e-06).scale(0));
    CHECK(value({{"x", -1.25}, {"lo", -1}, {"hi", 1}}) == doctest::Approx(-0.75).epsilon(1e-06).scale(0));
    CHECK(value({{"x", 0.5}, {"lo", -1}, {"hi", 1}}) == doctest::Approx(0.5).epsilon(1e-06).scale(0));
    CHECK(value({{"x", 3.25}, {"lo", -1}, {"hi", 1}}) == doctest::Approx(-0.75).epsilon(1e-06).scale(0));
    CHECK(value({{"x", 0.5}, {"lo", 1}, {"hi", 1}}) == doctest::Approx(1.0).epsilon(1e-06));
}
#endif
