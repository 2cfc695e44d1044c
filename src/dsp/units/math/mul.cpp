// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Mul {
    static constexpr Facts facts{
        .name = "mul",
        .group = "math",
        .summary = "Product of two sounds or numbers; the same as *.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number")},
        .example = "out $ mul (saw 110) (sine 2) * 0.3",
        .see_also = "div ring_mod",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b) { return a * b; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(mul, Mul)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("mul gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("mul", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 3}, {"b", 2}}) == 6.0f);
    CHECK(value({{"a", 0.5}, {"b", -1}}) == -0.5f);
}
#endif
