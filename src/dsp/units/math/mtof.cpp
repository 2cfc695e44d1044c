// A sample-wise function; see math/functions.hpp for its accuracy.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Mtof {
    static constexpr Facts facts{
        .name = "mtof",
        .group = "math",
        .summary = "Frequency of a MIDI note number, fractions included.",
        .role = Role::math,
        .inputs = {operand("note", "note number; 60 is the middle c", 0, 127, 69, Measure::semitones)},
        .example = "out $ saw (mtof \"45 48 52 57\") # lpf 900 * 0.3",
        .see_also = "ftom",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io,
            [](Float<L> note) { return Float<L>(440.0f) * exp2((note - Float<L>(69.0f)) * Float<L>(1.0f / 12.0f)); });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(mtof, Mtof)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("mtof gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("mtof", {inputs, {}}, 1)[0]; };
    CHECK(value({{"note", 69}}) == doctest::Approx(440.0).epsilon(1e-06));
    CHECK(value({{"note", 57}}) == doctest::Approx(220.0).epsilon(1e-06));
    CHECK(value({{"note", 60}}) == doctest::Approx(261.6256).epsilon(1e-06));
    CHECK(value({{"note", 0}}) == doctest::Approx(8.175799).epsilon(1e-06));
}
#endif
