// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Log {
    static constexpr Facts facts{
        .name = "log",
        .group = "math",
        .summary = "Natural logarithm; 0 and less count as the smallest number above 0.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number")},
        .example = "out $ sine (log (sine 0.3 + 2) * 300 + 200) * 0.3",
        .see_also = "exp ampdb",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> x) { return log(x); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(log, Log)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("log gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("log", {inputs, {}}, 1)[0]; };
    CHECK(value({{"x", 1}}) == doctest::Approx(0.0).epsilon(2e-06));
    CHECK(value({{"x", 2.718281828}}) == doctest::Approx(1.0).epsilon(2e-06));
    CHECK(value({{"x", 0.135335283}}) == doctest::Approx(-2.0).epsilon(2e-06));
    CHECK(value({{"x", 0}}) == doctest::Approx(-87.33654).epsilon(2e-06));
}
#endif
