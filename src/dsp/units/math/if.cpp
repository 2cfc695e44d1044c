// Truths are 1 and 0; every number above 0.5 counts as true, as everywhere in the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct If {
    static constexpr Facts facts{
        .name = "if",
        .aliases = "when",
        .group = "math",
        .summary = "The first sound where the condition is true (above 0.5), else the second.",
        .role = Role::math,
        .inputs = {operand("condition", "what decides", 0, 1, 0), operand("a", "heard where the condition is true"),
                   operand("b", "heard where it is not")},
        .example = "out $ if (rawsquare 2) (saw 110) (square 55) * 0.2",
        .see_also = "select xfade gt",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> condition, Float<L> a, Float<L> b) { return select(condition > 0.5f, a, b); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(if, If)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("if gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("if", {inputs, {}}, 1)[0]; };
    CHECK(value({{"condition", 1}, {"a", 2}, {"b", 3}}) == 2.0f);
    CHECK(value({{"condition", 0}, {"a", 2}, {"b", 3}}) == 3.0f);
    CHECK(value({{"condition", 0.5}, {"a", 2}, {"b", 3}}) == 3.0f);
    CHECK(value({{"condition", 0.52f}, {"a", 2}, {"b", 3}}) == 2.0f);
    CHECK(value({{"condition", 0.6}, {"a", 2}, {"b", 3}}) == 2.0f);
}
#endif
