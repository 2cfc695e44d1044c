// Stereo width by the balance of middle and sides.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Width {
    static constexpr Facts facts{
        .name = "width",
        .aliases = "widener",
        .group = "stereo",
        .summary = "Makes a stereo sound narrower or wider; a mono sound has no sides to widen.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the stereo sound"),
                   param("amount", "0 is mono, 1 as it was, 2 twice as wide", Measure::ratio, 0, 2, 1)},
        .example = "out $ note \"c3 e3\" # s \"supersaw\" # chorus 0.5 0.6 # width 1.6 * 0.4",
        .see_also = "pan autopan chorus",
    };
    template <int L>
    struct State {};

    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), amount = io.in(1);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = left.at(i), y = right.at(i);
            // What each side gives to the other: exactly nothing at 1.
            const Float<L> across = (Float<L>(1.0f) - clamp(amount.at(i), 0.0f, 2.0f)) * Float<L>(0.5f) * (y - x);
            io.out(i, 0, x + across);
            io.out(i, 1, y - across);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(width, Width)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
std::pair<float, float> widened(float amount, float left, float right) {
    const float in[2] = {left, right};
    float out[2] = {};
    const InputView views[2] = {{in, 0, 0}, {&amount, 0, 0}};
    find_unit("width")->kernels->mono.run({views, out, 2, 1, 48000, nullptr, nullptr, nullptr});
    return {out[0], out[1]};
}
}  // namespace
TEST_CASE("width is mono at 0, exact at 1 and doubles the sides at 2") {
    CHECK(widened(0, 0.75f, 0.25f) == std::pair(0.5f, 0.5f));
    CHECK(widened(1, 0.3f, -0.7f) == std::pair(0.3f, -0.7f));
    CHECK(widened(2, 0.75f, 0.25f) == std::pair(1.0f, 0.0f));
}
#endif
