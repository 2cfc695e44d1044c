// A missing sound is silence, so an index past the last one given is silent too.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Select {
    static constexpr Facts facts{
        .name = "select",
        .group = "math",
        .summary = "One of up to eight sounds, chosen by number; the first is 0.",
        .role = Role::math,
        .inputs = {operand("index", "which sound; rounded down", 0, 7, 0), operand("a", "the first sound"),
                   audio("b", "the second sound"), audio("c", "the third sound"), audio("d", "the fourth sound"),
                   audio("e", "the fifth sound"), audio("f", "the sixth sound"), audio("g", "the seventh sound"),
                   audio("h", "the eighth sound")},
        .example = "out $ select \"0 1 2 1\" (saw 110) (square 110) (tri 110) * 0.2",
        .see_also = "if xfade mix",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> index = small_floor(clamp(io.in(0).at(i), 0.0f, 7.0f));
            Float<L> chosen = io.in(1).at(i);
            for (int k = 1; k < 8; ++k) chosen = select(index == static_cast<float>(k), io.in(k + 1).at(i), chosen);
            io.out(i, chosen);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(select, Select)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("select gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("select", {inputs, {}}, 1)[0]; };
    CHECK(value({{"index", 0}, {"a", 5}, {"b", 6}, {"c", 7}}) == 5.0f);
    CHECK(value({{"index", 1}, {"a", 5}, {"b", 6}, {"c", 7}}) == 6.0f);
    CHECK(value({{"index", 2.9}, {"a", 5}, {"b", 6}, {"c", 7}}) == 7.0f);
    CHECK(value({{"index", -3}, {"a", 5}, {"b", 6}, {"c", 7}}) == 5.0f);
    CHECK(value({{"index", 99}, {"a", 5}, {"b", 6}, {"c", 7}, {"d", 0}, {"e", 0}, {"f", 0}, {"g", 0}, {"h", 8}}) ==
          8.0f);
}
#endif
