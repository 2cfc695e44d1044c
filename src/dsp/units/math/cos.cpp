// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Cos {
    static constexpr Facts facts{
        .name = "cos",
        .group = "math",
        .summary = "Cosine of an angle in radians; for a tone take cosine.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ cos (saw 110 * 6) * 0.3",
        .see_also = "sin tan cosine",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return cos_turns(x * Float<L>(0.159154943f)); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(cos, Cos)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("cos gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("cos", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 0}}) == doctest::Approx(1.0).epsilon(2e-06));
    CHECK(value({{"x", 1}}) == doctest::Approx(0.540302306).epsilon(2e-06).scale(0));
    CHECK(value({{"x", -10}}) == doctest::Approx(-0.839071529).epsilon(2e-06));
}
#endif
