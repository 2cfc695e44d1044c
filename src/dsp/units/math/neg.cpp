// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Neg {
    static constexpr Facts facts{
        .name = "neg",
        .aliases = "invert",
        .group = "math",
        .summary = "The same upside down; the same as a leading minus.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ neg (saw 110) * 0.3",
        .see_also = "abs",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return -x; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(neg, Neg)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("neg gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("neg", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 2}}) == -2.0f);
    CHECK(value({{"x", -0.5}}) == 0.5f);
}
#endif
