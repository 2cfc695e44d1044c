// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Ceil {
    static constexpr Facts facts{
        .name = "ceil",
        .group = "math",
        .summary = "Smallest whole number not below x.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ sine (ceil (sine 0.5 * 6) * 55 + 440) * 0.3",
        .see_also = "floor round",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return -floor(-x); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ceil, Ceil)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ceil gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("ceil", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 1.5}}) == 2.0f);
    CHECK(value({{"x", -0.5}}) == 0.0f);
    CHECK(value({{"x", 3}}) == 3.0f);
}
#endif
