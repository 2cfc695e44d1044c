// A sum in the order of its inputs, so that its bits do not depend on who adds first.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Mix {
    static constexpr Facts facts{
        .name = "mix",
        .group = "math",
        .summary = "Sum of up to eight sounds.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound"), audio("b", "the second sound"), audio("c", "the third sound"),
                   audio("d", "the fourth sound"), audio("e", "the fifth sound"), audio("f", "the sixth sound"),
                   audio("g", "the seventh sound"), audio("h", "the eighth sound")},
        .example = "out $ mix (saw 110) (sine 220) (tri 330) * 0.2",
        .see_also = "add xfade select",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        for (int i = 0; i < io.frames(); ++i) {
            Float<L> sum = io.in(0).at(i);
            for (int k = 1; k < 8; ++k) sum += io.in(k).at(i);
            io.out(i, sum);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(mix, Mix)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("mix gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("mix", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}, {"e", 5}, {"f", 6}, {"g", 7}, {"h", 8}}) == 36.0f);
    CHECK(value({{"a", 1}}) == 1.0f);
}
#endif
