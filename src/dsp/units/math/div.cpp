// Nothing that a musician writes may blow up a speaker: where the operation has no finite value, the result is 0.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Div {
    static constexpr Facts facts{
        .name = "div",
        .group = "math",
        .summary = "Quotient of two sounds or numbers; the same as /. Division by 0 gives 0.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number")},
        .example = "out $ div (saw 110) 4",
        .see_also = "mul mod",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b) { return select(abs(b) > 1e-30f, a / b, Float<L>(0.0f)); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(div, Div)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("div gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("div", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 3}, {"b", 2}}) == 1.5f);
    CHECK(value({{"a", 1}, {"b", 0}}) == 0.0f);
    CHECK(value({{"a", -1}, {"b", 4}}) == -0.25f);
}
#endif
