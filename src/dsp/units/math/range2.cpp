// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Range2 {
    static constexpr Facts facts{
        .name = "range2",
        .group = "math",
        .summary = "Spreads what runs from -1 to 1, as oscillators do, over lo to hi.",
        .role = Role::math,
        .inputs = {needed("lo", "value at the bottom", Measure::none, -100000, 100000, 0),
                   needed("hi", "value at the top", Measure::none, -100000, 100000, 1),
                   operand("x", "what runs from -1 to 1")},
        .example = "out $ saw 110 # lpf (range2 300 2000 (sine 0.5)) * 0.3",
        .see_also = "range",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> lo, Float<L> hi, Float<L> x) {
            return lo + (hi - lo) * (x * Float<L>(0.5f) + Float<L>(0.5f));
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(range2, Range2)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("range2 gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("range2", {inputs, {}}, 1)[0]; };
    CHECK(value({{"lo", 100}, {"hi", 200}, {"x", 0}}) == 150.0f);
    CHECK(value({{"lo", 3}, {"hi", -3}, {"x", -1}}) == 3.0f);
    CHECK(value({{"lo", 3}, {"hi", -3}, {"x", 1}}) == -3.0f);
}
#endif
