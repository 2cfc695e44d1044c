// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Floor {
    static constexpr Facts facts{
        .name = "floor",
        .group = "math",
        .summary = "Largest whole number not above x.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ sine (floor (sine 0.5 * 6) * 55 + 440) * 0.3",
        .see_also = "ceil round",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return floor(x); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(floor, Floor)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("floor gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("floor", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 1.5}}) == 1.0f);
    CHECK(value({{"x", -0.5}}) == -1.0f);
    CHECK(value({{"x", 3}}) == 3.0f);
    CHECK(value({{"x", 1000000000.0}}) == 1000000000.0f);
}
#endif
