// The sample-wise operator of the language.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Clip {
    static constexpr Facts facts{
        .name = "clip",
        .aliases = "clamp",
        .group = "math",
        .summary = "Holds a sound between two bounds.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number"), param("lo", "lower bound", Measure::none, -100, 100, -1),
                   param("hi", "upper bound", Measure::none, -100, 100, 1)},
        .example = "out $ saw 110 * 4 # clip -0.3 0.3",
        .see_also = "fold wrap softclip",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x, Float<L> lo, Float<L> hi) { return min(max(x, lo), hi); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(clip, Clip)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("clip gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("clip", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 2}, {"lo", -1}, {"hi", 1}}) == 1.0f);
    CHECK(value({{"x", -2}, {"lo", -1}, {"hi", 1}}) == -1.0f);
    CHECK(value({{"x", 0.5}, {"lo", -1}, {"hi", 1}}) == 0.5f);
}
#endif
