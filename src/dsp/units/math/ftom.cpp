// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Ftom {
    static constexpr Facts facts{
        .name = "ftom",
        .group = "math",
        .summary = "MIDI note number of a frequency, fractions included.",
        .role = Role::math,
        .inputs = {operand("freq", "the frequency", 8, 22000, 440, Measure::hertz)},
        .example = "out $ saw (mtof (round (ftom (sine 0.2 * 200 + 400)))) * 0.2",
        .see_also = "mtof",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> freq) { return log2(freq * Float<L>(1.0f / 440.0f)) * Float<L>(12.0f) + Float<L>(69.0f); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ftom, Ftom)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ftom gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("ftom", {inputs, {}}, 1)[0]; };
    CHECK(value({{"freq", 440}}) == doctest::Approx(69.0).epsilon(1e-06));
    CHECK(value({{"freq", 220}}) == doctest::Approx(57.0).epsilon(1e-06));
    CHECK(value({{"freq", 261.6256}}) == doctest::Approx(60.0).epsilon(1e-06));
}
#endif
