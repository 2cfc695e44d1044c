// SuperDirt's `crush`: fewer bits.
#include "dsp/math/crusher.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Crush {
    static constexpr Facts facts{
        .name = "crush",
        .group = "shape",
        .summary = "Fewer bits: 16 is clean, 4 crunchy, 1 rude.",
        .inputs = {audio("in", "the sound to crush"),
                   param("bits", "bits a sample; may be a fraction", Measure::bits, 1, 16, 4)},
        .example = "out $ s \"bd sn\" # crush 4 * 0.7",
        .see_also = "bitcrush coarse",
    };
    template <int L>
    struct State {};

    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), bit_count = io.in(1);
        for (int i = 0; i < io.frames(); ++i) io.out(i, quantized(in.at(i), clamp(bit_count.at(i), 1.0f, 16.0f)));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(crush, Crush)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("crush rounds to the levels of its bits") {
    CHECK(run_unit("crush", {{{"bits", 3}}, {}}, 4, {0.3f, -0.3f, 0.05f, 1.0f}) == Signal{0.25f, -0.25f, 0, 1});
}
#endif
