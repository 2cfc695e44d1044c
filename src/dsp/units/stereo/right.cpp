// One channel of a sound.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Right {
    static constexpr Facts facts{
        .name = "right",
        .group = "stereo",
        .summary = "The right channel of a sound, in the middle.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to take it from")},
        .example = "~x $ noise # autopan 2\nout $ ~x # right # lpf 800 * 0.3",
        .see_also = "left join width",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> in = io.in(0, 1);
        for (int i = 0; i < io.frames(); ++i) {
            io.out(i, 0, in.at(i));
            io.out(i, 1, in.at(i));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(right, Right)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("right puts the right channel on both sides") {
    const Signal pair = run_unit("pan", {{{"pos", 0.2f}}, {}}, 64, Signal(64, 1.0f));
    const float in[2] = {pair[0], pair[1]};
    float out[2] = {};
    const InputView views[] = {{in, 0, 0}};
    find_unit("right")->kernels->mono.run({views, out, 2, 1, 48000, nullptr, nullptr, nullptr});
    CHECK(out[0] == in[1]);
    CHECK(out[1] == in[1]);
    CHECK(in[0] != in[1]);
}
#endif
