// Root of the mean square over a window that fades out exponentially.
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Rms {
    static constexpr Facts facts{
        .name = "rms",
        .group = "analysis",
        .summary = "Loudness of a sound as a signal: a full sine gives 0.707.",
        .inputs = {audio("in", "the sound to measure"), param("window", "time over which it is averaged",
                                                              Measure::seconds, 0.001f, 1, 0.05f, Curve::logarithmic)},
        .example = "~beat $ s \"bd*4\"\nout $ ~beat + (noise # lpf (~beat # rms 0.05 * 4000 + 100)) * 0.2",
        .see_also = "peak_follower amp_follower",
        .tail = 20,
    };
    template <int L>
    struct State {
        Float<L> mean{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), window = io.in(1);
        for (int i = 0; i < io.frames();) {
            const Float<L> kept = kept_per_frame(clamp(window.at(i), 0.001f, 1.0f), io.frame_seconds());
            for (const int end = window.until(i); i < end; ++i) {
                const Float<L> power = in.at(i) * in.at(i);
                s.mean = power + kept * (s.mean - power);
                io.out(i, sqrt(s.mean));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(rms, Rms)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("rms of a sine is its level by root two, and follows within its window") {
    CHECK(run_unit("rms", {{{"window", 0.2f}}, {}}, 96000, sine_wave(1000, 96000, 0.5)).back() ==
          doctest::Approx(0.35355).epsilon(0.005).scale(0));
    const Signal y = run_unit("rms", {{{"window", 0.1f}}, {}}, 4801, Signal(4801, 1.0f));
    CHECK(y[4799] == doctest::Approx(std::sqrt(1 - std::exp(-1.0))).epsilon(0.001).scale(0));
}
#endif
