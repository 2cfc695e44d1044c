// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Tanh {
    static constexpr Facts facts{
        .name = "tanh",
        .group = "math",
        .summary = "Hyperbolic tangent: bends loud sounds softly towards -1 and 1.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ saw 110 * 3 # tanh * 0.3",
        .see_also = "softclip distort clip",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return tanh(x); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(tanh, Tanh)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("tanh gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("tanh", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 0}}) == doctest::Approx(0.0).epsilon(1e-06));
    CHECK(value({{"x", 1}}) == doctest::Approx(0.761594156).epsilon(1e-06).scale(0));
    CHECK(value({{"x", -0.1}}) == doctest::Approx(-0.0996679946).epsilon(1e-06).scale(0));
    CHECK(value({{"x", 20}}) == doctest::Approx(1.0).epsilon(1e-06));
}
#endif
