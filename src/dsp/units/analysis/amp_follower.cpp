// The envelope of a sound by its loudness, smoothed.
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct AmpFollower {
    static constexpr Facts facts{
        .name = "amp_follower",
        .aliases = "envelope_follower",
        .group = "analysis",
        .summary = "Follows the loudness of a sound as a signal, with its own rise and fall.",
        .inputs = {audio("in", "the sound to follow"),
                   param("attack", "time in which it has risen two thirds of the way", Measure::seconds, 0, 1, 0.01f),
                   param("release", "time in which it has fallen two thirds of the way", Measure::seconds, 0, 5, 0.1f),
                   param("window", "time over which loudness is averaged", Measure::seconds, 0.001f, 1, 0.01f,
                         Curve::logarithmic)},
        .example = "~voice $ s \"cp sn\"\nout $ noise * (~voice # amp_follower 0.01 0.3) * 0.5",
        .see_also = "peak_follower rms",
        .tail = 60,
    };
    template <int L>
    struct State {
        Float<L> mean{0.0f};
        Branching<L> level;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), attack = io.in(1), release = io.in(2), window = io.in(3);
        const float frame = io.frame_seconds();
        for (int i = 0; i < io.frames();) {
            const Float<L> rising = kept_per_frame(clamp(attack.at(i), 0.0f, 1.0f), frame);
            const Float<L> falling = kept_per_frame(clamp(release.at(i), 0.0f, 5.0f), frame);
            const Float<L> kept = kept_per_frame(clamp(window.at(i), 0.001f, 1.0f), frame);
            for (const int end = until(i, attack, release, window); i < end; ++i) {
                const Float<L> power = in.at(i) * in.at(i);
                s.mean = power + kept * (s.mean - power);
                io.out(i, s.level.step(sqrt(s.mean), rising, falling));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(amp_follower, AmpFollower)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("amp_follower settles on the loudness and falls by its release") {
    const Signal y = run_unit("amp_follower", {{{"attack", 0.05f}, {"release", 0.05f}, {"window", 0.05f}}, {}}, 96000,
                              sine_wave(1000, 48000));
    CHECK(y[47999] == doctest::Approx(0.7071).epsilon(0.01).scale(0));
    CHECK(y[95999] < 1e-3f);
}
#endif
