// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Ampdb {
    static constexpr Facts facts{
        .name = "ampdb",
        .group = "math",
        .summary = "Level in decibels of a factor.",
        .role = Role::math,
        .inputs = {operand("amp", "the factor", 0, 10, 1)},
        .example = "out $ saw (ampdb (sine 0.5 * 0.4 + 0.5) * 10 + 300) * 0.2",
        .see_also = "dbamp",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> amp) { return to_decibels(amp); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ampdb, Ampdb)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ampdb gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("ampdb", {inputs, {}}, 1)[0]; };
    CHECK(value({{"amp", 1}}) == doctest::Approx(0.0).epsilon(2e-06));
    CHECK(value({{"amp", 0.1}}) == doctest::Approx(-20.0).epsilon(2e-06));
    CHECK(value({{"amp", 10}}) == doctest::Approx(20.0).epsilon(2e-06));
}
#endif
