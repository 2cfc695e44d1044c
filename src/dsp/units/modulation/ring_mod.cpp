// Ring modulation of two sounds.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct RingMod {
    static constexpr Facts facts{
        .name = "ring_mod",
        .aliases = "ringmod",
        .group = "modulation",
        .summary = "Multiplies two sounds: sums and differences of all their pitches.",
        .inputs = {audio("in", "one sound"), audio("other", "the other sound")},
        .example = "out $ ring_mod (tri 220) (sine \"311 415\") * 0.4",
        .see_also = "ring fshift",
    };
    template <int L>
    struct State {};

    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), other = io.in(1);
        for (int i = 0; i < io.frames(); ++i) io.out(i, in.at(i) * other.at(i));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ring_mod, RingMod)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ring_mod multiplies") {
    CHECK(run_unit("ring_mod", {{}, {{"other", {2, -1, 0.5f}}}}, 3, {0.5f, 0.25f, 1}) == Signal{1, -0.25f, 0.5f});
}
#endif
