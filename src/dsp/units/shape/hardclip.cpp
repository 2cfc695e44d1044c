// A hard ceiling, antialiased.
#include "dsp/math/antialias.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Hardclip {
    static constexpr Facts facts{
        .name = "hardclip",
        .group = "shape",
        .summary = "Cuts off what is above full scale: harsh, like an overloaded converter.",
        .inputs = {audio("in", "the sound to cut"),
                   param("drive", "gain in front of the ceiling", Measure::ratio, 0, 100, 1)},
        .example = "out $ sine 110 # hardclip 8 # lpf 3000 * 0.4",
        .see_also = "softclip distortion clip",
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
            io.out(i, mean_hard_clip(s.from, to));
            s.from = to;
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(hardclip, Hardclip)

#if defined(PHONON_UNIT_TESTS)
#include <algorithm>
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("hardclip is straight up to full scale and flat beyond") {
    CHECK(run_unit("hardclip", {}, 400, Signal(400, 0.9f))[399] == doctest::Approx(0.9).epsilon(1e-6));
    CHECK(run_unit("hardclip", {{{"drive", 3}}, {}}, 400, Signal(400, -0.9f))[399] == -1.0f);
    CHECK(peak(run_unit("hardclip", {{{"drive", 50}}, {}}, 48000, sine_wave(9871, 48000, 2))) <= 1.0);
}
TEST_CASE("hardclip's strongest alias is weaker than that of a plain clip") {
    // The 9th harmonic of 5 kHz, 45 kHz, comes down at 3 kHz.
    const Signal x = sine_wave(5000, 96000, 4);
    Signal plain(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) plain[i] = std::clamp(x[i], -1.0f, 1.0f);
    const Signal y = run_unit("hardclip", {}, 96000, x);
    CHECK(level_at(y, 3000) < 0.25 * level_at(plain, 3000));
}
#endif
