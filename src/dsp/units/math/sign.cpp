// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Sign {
    static constexpr Facts facts{
        .name = "sign",
        .group = "math",
        .summary = "1 above 0, -1 below, 0 at 0.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ sign (sine 110) * 0.2",
        .see_also = "abs square",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return select(x > 0.0f, 1.0f, select(x < 0.0f, -1.0f, Float<L>(0.0f))); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(sign, Sign)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("sign gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("sign", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", -2}}) == -1.0f);
    CHECK(value({{"x", 0.5}}) == 1.0f);
    CHECK(value({{"x", 0}}) == 0.0f);
}
#endif
