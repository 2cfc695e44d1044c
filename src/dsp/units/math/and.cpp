// Truths are 1 and 0; every number above 0.5 counts as true, as everywhere in the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct And {
    static constexpr Facts facts{
        .name = "and",
        .group = "math",
        .summary = "1 where both are true (above 0.5), else 0.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number")},
        .example = "out $ saw 110 * and (rawsquare 4) (rawsquare 3) * 0.3",
        .see_also = "not if gt",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b) { return select((a > 0.5f) & (b > 0.5f), 1.0f, Float<L>(0.0f)); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(and, And)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("and gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("and", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 0}, {"b", 0}}) == 0.0f);
    CHECK(value({{"a", 0}, {"b", 1}}) == 0.0f);
    CHECK(value({{"a", 1}, {"b", 0}}) == 0.0f);
    CHECK(value({{"a", 1}, {"b", 1}}) == 1.0f);
}
TEST_CASE("and takes what is above one half for true") {
    CHECK(run_unit("and", {{{"a", 0.52f}, {"b", 0.52f}}, {}}, 1)[0] == 1.0f);
    CHECK(run_unit("and", {{{"a", 0.5f}, {"b", 1}}, {}}, 1)[0] == 0.0f);
}
#endif
