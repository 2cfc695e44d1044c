// A wave folder, antialiased.
#include "dsp/math/antialias.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Wavefold {
    static constexpr Facts facts{
        .name = "wavefold",
        .group = "shape",
        .summary = "Folds a wave back where it passes full scale, again and again: bright, bell-like from plain waves.",
        .inputs = {audio("in", "the sound to fold"),
                   param("drive", "gain in front of the folds; swept it sings", Measure::ratio, 0, 40, 2)},
        .example = "out $ sine 110 # wavefold (sine 0.25 * 2 + 3) * 0.4",
        .see_also = "softclip distortion fold",
    };
    template <int L>
    struct State {
        Emphasis<L> emphasis;
        MeanFold<L> curve;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), drive = io.in(1);
        for (int i = 0; i < io.frames(); ++i)
            io.out(i, s.curve.step(s.emphasis.step(in.at(i)) * clamp(drive.at(i), 0.0f, 40.0f)));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(wavefold, Wavefold)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("wavefold turns back at full scale") {
    const float expected[][2] = {{0.4f, 0.4f},  {1.3f, 0.7f},     {2.5f, -0.5f},
                                 {3.4f, -0.6f}, {-1.25f, -0.75f}, {4.5f, 0.5f}};
    for (const auto& [x, y] : expected)
        CHECK(run_unit("wavefold", {{{"drive", 1}}, {}}, 400, Signal(400, x))[399] ==
              doctest::Approx(y).epsilon(1e-5).scale(0));
}
TEST_CASE("wavefold makes odd harmonics of a sine and stays in full scale") {
    const Signal y = run_unit("wavefold", {{{"drive", 3}}, {}}, 96000, sine_wave(500, 96000));
    CHECK(level_at(y, 1500) > 0.05);
    CHECK(level_at(y, 1000) < 1e-3);
    CHECK(peak(y) <= 1.0);
}
#endif
