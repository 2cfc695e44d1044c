// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Round {
    static constexpr Facts facts{
        .name = "round",
        .aliases = "quantizer",
        .group = "math",
        .summary = "Nearest multiple of a step; steps of 1 when not said.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number"),
                   param("step", "distance between the values; 0 leaves all as it is", Measure::none, 0, 100, 1)},
        .example = "out $ round (sine 110) 0.25 * 0.4",
        .see_also = "floor ceil bitcrush",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x, Float<L> step) {
            const Float<L> s = abs(step);
            return select(s > 1e-30f, floor(x / s + Float<L>(0.5f)) * s, x);
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(round, Round)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("round gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("round", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 1.4}, {"step", 1}}) == doctest::Approx(1.0).epsilon(1e-06));
    CHECK(value({{"x", 1.47f}, {"step", 1}}) == 1.0f);
    CHECK(value({{"x", 1.5}, {"step", 1}}) == doctest::Approx(2.0).epsilon(1e-06));
    CHECK(value({{"x", -0.3}, {"step", 0.25}}) == doctest::Approx(-0.25).epsilon(1e-06).scale(0));
    CHECK(value({{"x", 0.3}, {"step", 0}}) == doctest::Approx(0.3).epsilon(1e-06).scale(0));
}
#endif
