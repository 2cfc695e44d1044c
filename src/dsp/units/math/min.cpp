// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Min {
    static constexpr Facts facts{
        .name = "min",
        .group = "math",
        .summary = "Smaller of two sounds or numbers.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number")},
        .example = "out $ min (saw 110) (sine 55) * 0.3",
        .see_also = "max clip",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b) { return min(a, b); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(min, Min)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("min gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("min", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 1}, {"b", 2}}) == 1.0f);
    CHECK(value({{"a", 3}, {"b", -1}}) == -1.0f);
}
#endif
