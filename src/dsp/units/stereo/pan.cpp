// Places a sound between left and right with equal power.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Pan {
    static constexpr Facts facts{
        .name = "pan",
        .aliases = "pan2",
        .group = "stereo",
        .summary = "Places a sound between left and right; the middle is 3 dB down on each side.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to place"),
                   needed("pos", "0 is left, 0.5 the middle, 1 right", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ saw 110 # lpf 800 # pan (sine 0.25 * 0.5 + 0.5) * 0.4",
        .see_also = "autopan width pingpong jux",
    };
    template <int L>
    struct State {};

    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), pos = io.in(1);
        const Float<L> one(1.0f), half(0.5f);
        for (int i = 0; i < io.frames();) {
            const Float<L> at = clamp(pos.at(i), 0.0f, 1.0f), angle = at * Float<L>(0.25f);
            const Float<L> to_left = cos_turns(angle), to_right = sin_turns(angle);
            // What stands on the far side of a stereo sound is carried over, so that nothing is lost at the ends.
            const Float<L> from_right = max(half - at, 0.0f), from_left = max(at - half, 0.0f);
            for (const int end = pos.until(i); i < end; ++i) {
                const Float<L> x = left.at(i), y = right.at(i);
                io.out(i, 0, to_left * (x * (one - from_right) + y * from_right));
                io.out(i, 1, to_right * (y * (one - from_left) + x * from_left));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pan, Pan)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("pan keeps the power of a sound everywhere and is 3 dB down in the middle") {
    for (const float pos : {0.0f, 0.2f, 0.5f, 0.9f, 1.0f}) {
        const Signal y = run_unit("pan", {{{"pos", pos}}, {}}, 64, Signal(64, 1.0f));
        CHECK(y[0] * y[0] + y[1] * y[1] == doctest::Approx(1).epsilon(1e-5));
    }
    CHECK(run_unit("pan", {{{"pos", 0.5f}}, {}}, 64, Signal(64, 1.0f))[0] ==
          doctest::Approx(0.70711).epsilon(1e-4).scale(0));
    CHECK(run_unit("pan", {{{"pos", 0}}, {}}, 64, Signal(64, 1.0f))[1] == doctest::Approx(0).epsilon(1e-6));
    CHECK(run_unit("pan", {{{"pos", 1}}, {}}, 64, Signal(64, 1.0f))[0] == doctest::Approx(0).epsilon(1e-6));
}
#endif
