// Two sounds as one stereo sound.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Join {
    static constexpr Facts facts{
        .name = "join",
        .aliases = "stereo_merger",
        .group = "stereo",
        .summary = "Puts one sound on the left and another on the right.",
        .shape = Shape::pair,
        .inputs = {audio("left", "the sound for the left"), audio("right", "the sound for the right")},
        .example = "out $ join (saw 110) (saw 111) # lpf 900 * 0.3",
        .see_also = "left right pan width",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const Float<L> half(0.5f);
        for (int i = 0; i < io.frames(); ++i)
            for (int side = 0; side < 2; ++side) io.out(i, side, half * (io.in(side, 0).at(i) + io.in(side, 1).at(i)));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(join, Join)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("join puts its sounds on their sides, stereo ones folded to one channel first") {
    const float a[2] = {0.5f, 0.25f}, b[2] = {-1.0f, -1.0f};
    float out[2] = {};
    const InputView views[] = {{a, 0, 0}, {b, 0, 0}};
    find_unit("join")->kernels->mono.run({views, out, 2, 1, 48000, nullptr, nullptr, nullptr});
    CHECK(out[0] == 0.375f);
    CHECK(out[1] == -1.0f);
}
#endif
