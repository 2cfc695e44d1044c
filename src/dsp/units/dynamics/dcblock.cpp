// Takes out direct current by a zero at 0 Hz and a pole beside it: the first-order high-pass by the bilinear transform,
// for small angles (R. Yates, R. Lyons, "DC blocker algorithms", IEEE Signal Processing Magazine 25(2), 2008).
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Dcblock {
    static constexpr Facts facts{
        .name = "dcblock",
        .aliases = "leakdc",
        .group = "dynamics",
        .summary = "Takes out direct current, which is not heard but takes up room.",
        .inputs = {audio("in", "the sound to clean"),
                   param("freq", "where it is 3 dB down", Measure::hertz, 0.1f, 100, 5, Curve::logarithmic)},
        .example = "out $ sine 110 # rectify # dcblock * 0.6",
        .see_also = "hpf rectify",
        .tail = 15,
    };
    template <int L>
    struct State {
        Float<L> x{0.0f}, y{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), freq = io.in(1);
        for (int i = 0; i < io.frames();) {
            const Float<L> turn = clamp(freq.at(i), 0.1f, 100.0f) * Float<L>(pi / io.rate());
            const Float<L> keep = (Float<L>(1.0f) - turn) / (Float<L>(1.0f) + turn);
            const Float<L> scale = (Float<L>(1.0f) + keep) * Float<L>(0.5f);
            for (const int end = freq.until(i); i < end; ++i) {
                const Float<L> x = in.at(i);
                s.y = scale * (x - s.x) + keep * s.y;
                s.x = x;
                io.out(i, s.y);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(dcblock, Dcblock)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("dcblock takes out DC, is 3 dB down at its frequency and flat above") {
    CHECK(peak(run_unit("dcblock", {}, 96000, Signal(96000, 1.0f)), 48000) < 1e-4);
    CHECK(gain_at("dcblock", 20, {{{"freq", 20}}, {}}) == doctest::Approx(0.7071).epsilon(0.002).scale(0));
    CHECK(gain_at("dcblock", 1000, {}) == doctest::Approx(1).epsilon(0.001));
}
#endif
