// The envelope of a sound by its peaks.
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct PeakFollower {
    static constexpr Facts facts{
        .name = "peak_follower",
        .aliases = "peak_detector",
        .group = "analysis",
        .summary = "Follows the peaks of a sound as a signal: up fast, down slowly.",
        .inputs = {audio("in", "the sound to follow"),
                   param("attack", "time in which it has risen two thirds of the way", Measure::seconds, 0, 1, 0.001f),
                   param("release", "time in which it has fallen two thirds of the way", Measure::seconds, 0, 5, 0.1f)},
        .example = "~beat $ s \"bd*2 sn\"\nout $ saw 55 # lpf (~beat # peak_follower 0.001 0.2 * 3000 + 100) 2 * 0.4",
        .see_also = "amp_follower rms",
        .tail = 47,
    };
    template <int L>
    struct State {
        Branching<L> level;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), attack = io.in(1), release = io.in(2);
        for (int i = 0; i < io.frames();) {
            const Float<L> rising = kept_per_frame(clamp(attack.at(i), 0.0f, 1.0f), io.frame_seconds());
            const Float<L> falling = kept_per_frame(clamp(release.at(i), 0.0f, 5.0f), io.frame_seconds());
            for (const int end = until(i, attack, release); i < end; ++i)
                io.out(i, s.level.step(abs(in.at(i)), rising, falling));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(peak_follower, PeakFollower)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("peak_follower rises in its attack and falls in its release") {
    const Signal y = run_unit("peak_follower", {{{"attack", 0.01f}, {"release", 0.1f}}, {}}, 24000, Signal(9600, 1.0f));
    CHECK(y[479] == doctest::Approx(1 - std::exp(-1.0)).epsilon(0.001).scale(0));
    CHECK(y[9599] == doctest::Approx(1).epsilon(0.001));
    CHECK(y[9599 + 4800] == doctest::Approx(std::exp(-1.0)).epsilon(0.001).scale(0));
}
#endif
