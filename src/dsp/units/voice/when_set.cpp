// How a voice passes an effect by whose control its event does not set.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct WhenSet {
    static constexpr Facts facts{
        .name = "when_set",
        .group = "voice",
        .summary = "The second sound where a control is set, else the first; stands behind each effect of a voice.",
        .role = Role::math,
        .inputs = {audio("in", "the sound as it is"), audio("effect", "the sound through the effect"),
                   param("control", "below -100000 where it is not set", Measure::none, -1e6f, 1e6f, 0)},
        .example = "out $ s \"bd sn\" # cutoff \"800 ~\"",
        .see_also = "if",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), effect = io.in(1), control = io.in(2);
        for (int i = 0; i < io.frames(); ++i) io.out(i, select(control.at(i) > -1e5f, effect.at(i), in.at(i)));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(when_set, WhenSet)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("when_set passes the plain sound until its control is set") {
    const auto value = [](float control) {
        return run_unit("when_set", {{{"control", control}}, {{"in", {1.0f}}, {"effect", {2.0f}}}}, 1)[0];
    };
    CHECK(value(-1e6f) == 1.0f);
    CHECK(value(0.0f) == 2.0f);
    CHECK(value(-3.0f) == 2.0f);
}
#endif
