// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Wrap {
    static constexpr Facts facts{
        .name = "wrap",
        .group = "math",
        .summary = "What leaves the bounds on one side comes in on the other.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number"), param("lo", "lower bound", Measure::none, -100, 100, -1),
                   param("hi", "upper bound", Measure::none, -100, 100, 1)},
        .example = "out $ sine 110 * 3 # wrap -1 1 * 0.3",
        .see_also = "fold clip mod",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x, Float<L> lo, Float<L> hi) {
            const Float<L> span = hi - lo;
            return select(span > 1e-30f, x - span * floor((x - lo) / span), lo);
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(wrap, Wrap)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("wrap gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("wrap", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 1.5}, {"lo", -1}, {"hi", 1}}) == -0.5f);
    CHECK(value({{"x", -1.25}, {"lo", -1}, {"hi", 1}}) == 0.75f);
    CHECK(value({{"x", 0.5}, {"lo", -1}, {"hi", 1}}) == 0.5f);
    CHECK(value({{"x", 0.5}, {"lo", 1}, {"hi", 1}}) == 1.0f);
}
#endif
