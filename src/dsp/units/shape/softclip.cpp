// A soft ceiling by a cubic curve, antialiased.
#include "dsp/math/antialias.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Softclip {
    static constexpr Facts facts{
        .name = "softclip",
        .group = "shape",
        .summary = "Rounds off what is too loud: soft sounds pass, loud ones bend into a ceiling at full scale.",
        .inputs = {audio("in", "the sound to round off"),
                   param("drive", "gain in front of the ceiling", Measure::ratio, 0, 100, 1)},
        .example = "out $ s \"bd*4\" # softclip 3 * 0.7",
        .see_also = "hardclip distortion limiter",
    };
    template <int L>
    struct State {
        Emphasis<L> emphasis;
        Float<L> from{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), drive = io.in(1);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> to = clamp(s.emphasis.step(in.at(i)) * clamp(drive.at(i), 0.0f, 100.0f), -1e4f, 1e4f);
            io.out(i, mean_soft_clip(s.from, to));
            s.from = to;
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(softclip, Softclip)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("softclip follows its cubic and ends at full scale") {
    for (const float x : {-4.0f, -1.0f, 0.2f, 1.2f, 1.5f, 3.0f}) {
        const double c = x > 1.5f ? 1.5 : x < -1.5f ? -1.5 : static_cast<double>(x);
        CHECK(run_unit("softclip", {}, 400, Signal(400, x))[399] ==
              doctest::Approx(c - 4.0 / 27 * c * c * c).epsilon(1e-5).scale(0));
    }
    CHECK(peak(run_unit("softclip", {{{"drive", 50}}, {}}, 48000, sine_wave(9871, 48000, 2))) <= 1.0);
}
TEST_CASE("softclip's third harmonic is that of its curve") {
    // A cubic of a sine of level a has a third harmonic of a^3/27.
    const Signal y = run_unit("softclip", {}, 96000, sine_wave(500, 96000, 0.5));
    CHECK(level_at(Signal(y.begin() + 48000, y.end()), 1500) == doctest::Approx(0.125 / 27).epsilon(0.01).scale(0));
}
#endif
