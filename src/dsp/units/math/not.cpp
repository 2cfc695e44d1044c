// Truths are 1 and 0; every number above 0.5 counts as true, as everywhere in the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Not {
    static constexpr Facts facts{
        .name = "not",
        .group = "math",
        .summary = "1 where x is not true (0.5 or less), else 0.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ saw 110 * not (rawsquare 4) * 0.3",
        .see_also = "and or xor if",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return select(x > 0.5f, 0.0f, Float<L>(1.0f)); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(not, Not)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("not gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("not", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 0}}) == 1.0f);
    CHECK(value({{"x", 1}}) == 0.0f);
    CHECK(value({{"x", 0.5}}) == 1.0f);
    CHECK(value({{"x", 0.52f}}) == 0.0f);
}
#endif
