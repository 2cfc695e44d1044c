// SuperDirt's `coarse`: a lower sample rate without a filter.
#include "dsp/math/crusher.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Coarse {
    static constexpr Facts facts{
        .name = "coarse",
        .group = "shape",
        .summary = "A lower sample rate: 1 is clean, 2 half the rate, 16 a toy.",
        .inputs = {audio("in", "the sound to make coarse"),
                   param("n", "how many frames each sample is held; may be a fraction", Measure::none, 1, 128, 4)},
        .example = "out $ s \"hh*8\" # coarse 6 * 0.7",
        .see_also = "crush bitcrush decimator",
    };
    template <int L>
    struct State {
        Hold<L> hold;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), n = io.in(1);
        for (int i = 0; i < io.frames(); ++i) io.out(i, s.hold.step(in.at(i), clamp(n.at(i), 1.0f, 128.0f)));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(coarse, Coarse)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("coarse keeps every n-th frame, and its rate on average when n is a fraction") {
    CHECK(run_unit("coarse", {{{"n", 3}}, {}}, 7, {1, 2, 3, 4, 5, 6, 7}) == Signal{1, 1, 1, 4, 4, 4, 7});
    Signal ramp(1000);
    for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<float>(i);
    const Signal y = run_unit("coarse", {{{"n", 2.5f}}, {}}, 1000, ramp);
    int changes = 0;
    for (std::size_t i = 1; i < y.size(); ++i) changes += y[i] != y[i - 1];
    CHECK(changes == 399);
}
#endif
