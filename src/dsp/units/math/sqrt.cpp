// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Sqrt {
    static constexpr Facts facts{
        .name = "sqrt",
        .group = "math",
        .summary = "Square root; of negative numbers 0.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ saw 110 * sqrt (sine 1 * 0.5 + 0.5) * 0.3",
        .see_also = "pow abs",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return sqrt(x); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(sqrt, Sqrt)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("sqrt gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("sqrt", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 4}}) == doctest::Approx(2.0).epsilon(1e-07));
    CHECK(value({{"x", 2}}) == doctest::Approx(1.41421356).epsilon(1e-07));
    CHECK(value({{"x", -1}}) == doctest::Approx(0.0).epsilon(1e-07));
}
#endif
