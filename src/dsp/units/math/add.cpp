// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Add {
    static constexpr Facts facts{
        .name = "add",
        .group = "math",
        .summary = "Sum of two sounds or numbers; the same as +.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number")},
        .example = "out $ add (saw 110) (sine 220) * 0.2",
        .see_also = "sub mix",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b) { return a + b; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(add, Add)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("add gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("add", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 1}, {"b", 2}}) == 3.0f);
    CHECK(value({{"a", 0.5}, {"b", -1}}) == -0.5f);
}
#endif
