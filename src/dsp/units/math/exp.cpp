// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Exp {
    static constexpr Facts facts{
        .name = "exp",
        .group = "math",
        .summary = "e to the power of x.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ sine (exp (sine 0.3) * 200) * 0.3",
        .see_also = "log pow",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return exp(x); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(exp, Exp)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("exp gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("exp", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 0}}) == doctest::Approx(1.0).epsilon(2e-06));
    CHECK(value({{"x", 1}}) == doctest::Approx(2.718281828).epsilon(2e-06));
    CHECK(value({{"x", -2}}) == doctest::Approx(0.135335283).epsilon(2e-06).scale(0));
    CHECK(value({{"x", 1000}}) == doctest::Approx(8.507059173023462e+37).epsilon(2e-06).scale(0));
}
#endif
