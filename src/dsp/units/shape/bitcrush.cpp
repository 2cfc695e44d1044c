// Fewer bits and fewer frames. The aliasing is the sound.
#include "dsp/math/crusher.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Bitcrush {
    static constexpr Facts facts{
        .name = "bitcrush",
        .group = "shape",
        .summary = "The sound of early samplers: fewer bits and a lower sample rate.",
        .inputs = {audio("in", "the sound to crush"),
                   needed("bits", "bits a sample; may be a fraction", Measure::bits, 1, 16, 8),
                   param("rate_reduction", "how many frames each sample is held", Measure::none, 1, 64, 1)},
        .example = "out $ s \"bd sn [hh hh] cp\" # bitcrush 6 8 * 0.7",
        .see_also = "crush coarse decimator",
    };
    template <int L>
    struct State {
        Hold<L> hold;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), bit_count = io.in(1), reduction = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> held = s.hold.step(in.at(i), clamp(reduction.at(i), 1.0f, 64.0f));
            io.out(i, quantized(held, clamp(bit_count.at(i), 1.0f, 16.0f)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(bitcrush, Bitcrush)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
#include <set>
using namespace phonon::dsp;
TEST_CASE("bitcrush of b bits has 2^b + 1 levels between -1 and 1, the nearest each") {
    const Signal x = sine_wave(101, 48000);
    const Signal y = run_unit("bitcrush", {{{"bits", 3}}, {}}, 48000, x);
    CHECK(std::set<float>(y.begin(), y.end()).size() == 9);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(std::abs(x[i] - y[i]) <= 0.12501f);
}
TEST_CASE("bitcrush holds each sample for its reduction") {
    Signal x(64);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i) / 64;
    const Signal y = run_unit("bitcrush", {{{"bits", 16}, {"rate_reduction", 4}}, {}}, 64, x);
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(y[i] == x[i / 4 * 4]);
}
#endif
