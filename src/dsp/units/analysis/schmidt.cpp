// A switch with two thresholds.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Schmidt {
    static constexpr Facts facts{
        .name = "schmidt",
        .aliases = "schmitt",
        .group = "analysis",
        .summary = "Switches to 1 above the high threshold and back to 0 below the low one; between them it stays.",
        .inputs = {audio("in", "the signal to watch"), param("high", "above it, 1", Measure::none, -1e6f, 1e6f, 0.5f),
                   param("low", "below it, 0", Measure::none, -1e6f, 1e6f, 0.1f)},
        .example = "out $ noise * (sine 3 # schmidt 0.5 -0.5) * 0.2",
        .see_also = "latch gate trig",
        .tail = -1,
    };
    template <int L>
    struct State {
        Float<L> on{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), high = io.in(1), low = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            s.on = select(x > high.at(i), 1.0f, select(x < low.at(i), 0.0f, s.on));
            io.out(i, s.on);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(schmidt, Schmidt)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("schmidt keeps its state between its thresholds") {
    const Settings set{{{"high", 0.5f}, {"low", -0.5f}}, {}};
    CHECK(run_unit("schmidt", set, 6, {0, 0.6f, 0, -0.4f, -0.6f, 0.4f}) == Signal{0, 1, 1, 1, 0, 0});
}
#endif
