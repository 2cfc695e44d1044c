// Nothing that a musician writes may blow up a speaker: where the operation has no finite value, the result is 0.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Mod {
    static constexpr Facts facts{
        .name = "mod",
        .group = "math",
        .summary = "Remainder of a division, with the sign of the divisor; the same as %. Modulo 0 gives 0.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number")},
        .example = "out $ mod (saw 110 * 3) 1 * 0.3",
        .see_also = "div wrap fold",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b) {
            const Float<L> r = a - b * floor(a / b);
            return select(abs(b) > 1e-30f, r, Float<L>(0.0f));
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(mod, Mod)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("mod gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("mod", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 5.5}, {"b", 2}}) == 1.5f);
    CHECK(value({{"a", -0.5}, {"b", 2}}) == 1.5f);
    CHECK(value({{"a", 5}, {"b", -3}}) == -1.0f);
    CHECK(value({{"a", 1}, {"b", 0}}) == 0.0f);
}
#endif
