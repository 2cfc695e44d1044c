// Follows while open, holds while closed.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Latch {
    static constexpr Facts facts{
        .name = "latch",
        .group = "analysis",
        .summary = "Lets a signal pass while the gate is open and holds its last value while it is closed.",
        .inputs = {audio("in", "the signal"), trigger("gate", "open: follow; closed: hold")},
        .example = "out $ square (sine 3 * 200 + 400 # latch \"1 0 1 0\") * 0.2",
        .see_also = "sample_hold schmidt",
        .tail = -1,
    };
    template <int L>
    struct State {
        Float<L> held{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), gate = io.in(1);
        for (int i = 0; i < io.frames(); ++i) {
            s.held = select(gate.at(i) > 0.5f, in.at(i), s.held);
            io.out(i, s.held);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(latch, Latch)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("latch follows while open and holds while closed") {
    CHECK(run_unit("latch", {{}, {{"gate", {0, 2, 1, 0.5f, 0, 0.52f}}}}, 6, {1, 2, 3, 4, 5, 6}) ==
          Signal{0, 2, 3, 3, 3, 6});
}
#endif
