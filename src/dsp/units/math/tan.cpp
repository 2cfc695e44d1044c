// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Tan {
    static constexpr Facts facts{
        .name = "tan",
        .group = "math",
        .summary = "Tangent of an angle in radians; held within a million at its poles.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ tan (sine 110) * 0.2",
        .see_also = "sin tanh",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) {
            const Float<L> turns = x * Float<L>(0.159154943f);
            const Float<L> c = cos_turns(turns);
            return sin_turns(turns) / copy_sign(max(abs(c), 1e-6f), c);
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(tan, Tan)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("tan gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("tan", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 0}}) == doctest::Approx(0.0).epsilon(2e-06));
    CHECK(value({{"x", 1}}) == doctest::Approx(1.557407725).epsilon(2e-06));
    CHECK(value({{"x", -0.5}}) == doctest::Approx(-0.54630249).epsilon(2e-06).scale(0));
}
#endif
