// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Dbamp {
    static constexpr Facts facts{
        .name = "dbamp",
        .group = "math",
        .summary = "Factor of a level in decibels: 0 is 1, -6 about a half.",
        .role = Role::math,
        .inputs = {operand("db", "the level", -120, 40, 0, Measure::decibels)},
        .example = "out $ saw 110 * dbamp \"-12 -6\"",
        .see_also = "ampdb gain",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> db) { return from_decibels(db); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(dbamp, Dbamp)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("dbamp gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("dbamp", {inputs, {}}, 1)[0]; };
    CHECK(value({{"db", 0}}) == doctest::Approx(1.0).epsilon(2e-06));
    CHECK(value({{"db", -20}}) == doctest::Approx(0.1).epsilon(2e-06).scale(0));
    CHECK(value({{"db", 20}}) == doctest::Approx(10.0).epsilon(2e-06));
}
#endif
