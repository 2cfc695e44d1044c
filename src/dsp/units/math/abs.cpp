// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Abs {
    static constexpr Facts facts{
        .name = "abs",
        .aliases = "rectifier",
        .group = "math",
        .summary = "Size without sign: a sound folded upwards, an octave higher.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ abs (sine 110) - 0.5",
        .see_also = "neg sign",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return abs(x); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(abs, Abs)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("abs gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("abs", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", -2}}) == 2.0f);
    CHECK(value({{"x", 0.5}}) == 0.5f);
}
#endif
