// Truths are 1 and 0; every number above 0.5 counts as true, as everywhere in the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Lt {
    static constexpr Facts facts{
        .name = "lt",
        .group = "math",
        .summary = "1 where the first is less than the second, else 0.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number")},
        .example = "out $ saw 110 * lt (sine 2) 0 * 0.3",
        .see_also = "if and or not",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b) { return select(a < b, 1.0f, Float<L>(0.0f)); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(lt, Lt)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("lt gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("lt", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 1}, {"b", 2}}) == 1.0f);
    CHECK(value({{"a", 2}, {"b", 1}}) == 0.0f);
    CHECK(value({{"a", 1}, {"b", 1}}) == 0.0f);
    CHECK(value({{"a", -1}, {"b", 1}}) == 1.0f);
}
#endif
