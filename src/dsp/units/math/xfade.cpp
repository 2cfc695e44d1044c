// Linear, so that two equal sounds pass unchanged.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Xfade {
    static constexpr Facts facts{
        .name = "xfade",
        .aliases = "lerp",
        .group = "math",
        .summary = "Crossfade of two sounds.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number"),
                   param("pos", "0 the first, 1 the second, between them a mixture", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ xfade (saw 110) (square 110) (sine 0.3 * 0.5 + 0.5) * 0.2",
        .see_also = "mix select",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b, Float<L> pos) { return a + clamp(pos, 0.0f, 1.0f) * (b - a); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(xfade, Xfade)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("xfade gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("xfade", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 2}, {"b", 4}, {"pos", 0}}) == 2.0f);
    CHECK(value({{"a", 2}, {"b", 4}, {"pos", 1}}) == 4.0f);
    CHECK(value({{"a", 2}, {"b", 4}, {"pos", 0.25}}) == 2.5f);
    CHECK(value({{"a", 2}, {"b", 4}, {"pos", 9}}) == 4.0f);
}
#endif
