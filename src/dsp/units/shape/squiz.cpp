// Squeezes each wave (see math/waves.hpp) and leaves silence behind it until the next begins, as SuperCollider's unit
// of that name does. A wave is known when it has ended, so it is heard while the next one comes in.
#include "dsp/math/delay_line.hpp"
#include "dsp/math/waves.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Squiz {
    static constexpr Facts facts{
        .name = "squiz",
        .group = "shape",
        .summary = "Plays each wave faster and leaves a gap behind it: the pitch stays, the sound climbs and buzzes.",
        .inputs = {audio("in", "the sound to squeeze"),
                   param("factor", "how much faster the waves are played; 1 leaves a tone as it is", Measure::ratio, 1,
                         64, 2, Curve::logarithmic),
                   param("waves", "how many waves are taken together", Measure::none, 1, 16, 1)},
        .example = "out $ s \"bd*2 sn\" # squiz \"2 4\" * 0.7",
        .see_also = "waveloss crush pitch_shift",
        .tail = 0.25f,
    };
    static constexpr float longest = 0.1f;  // seconds after which a part ends without a crossing

    template <int L>
    struct State {
        WaveStarts<L> starts;
        Word<L> now{0u}, begun{0u};  // this frame, and the first frame of the part that comes in
        Word<L> heard{0u};           // the first frame of the part that is heard
        Float<L> length{0.0f};       // frames of the part that is heard
        Float<L> waves_left{0.0f};
    };
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, 2 * longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), factor = io.in(1), waves = io.in(2);
        const DelayLine<L> line(io.memory(), line_words(io.rate(), 2 * longest));
        const float most = longest * io.rate();
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            line.write(s.now, x);
            const Mask<L> begins = s.starts.step(x);
            s.waves_left = s.waves_left - select(begins, 1.0f, Float<L>(0.0f));
            const Float<L> so_far = to_float(bits<std::int32_t>(s.now - s.begun));
            const Mask<L> next = (begins & (s.waves_left <= 0.0f)) | (so_far >= most);
            s.heard = select(next, s.begun, s.heard);
            s.length = select(next, so_far, s.length);
            s.begun = select(next, s.now, s.begun);
            s.waves_left = select(next, small_floor(clamp(waves.at(i), 1.0f, 16.0f)), s.waves_left);

            const Float<L> at = to_float(bits<std::int32_t>(s.now - s.begun)) * clamp(factor.at(i), 1.0f, 64.0f);
            const Mask<L> inside = at < s.length;
            const Float<L> from_now = to_float(bits<std::int32_t>(s.now - s.heard));
            io.out(i, select(inside, line.read(s.now, from_now - select(inside, at, 0.0f), 0), 0.0f));
            s.now += Word<L>(1u);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(squiz, Squiz)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
// Half a frame beside the crossings, so that rounding does not decide on which frame a wave begins.
Signal aside_wave(double hertz, int frames) {
    const Signal x = sine_wave(hertz, 2 * frames, 1, 96000);
    Signal y(static_cast<std::size_t>(frames));
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = x[2 * i + 1];
    return y;
}
}  // namespace
TEST_CASE("squiz of 1 gives a tone back one wave later") {
    const Signal x = aside_wave(1000, 4800), y = run_unit("squiz", {{{"factor", 1}}, {}}, 4800, x);
    for (std::size_t i = 200; i < y.size(); ++i) REQUIRE(y[i] == doctest::Approx(x[i - 48]).epsilon(1e-4).scale(0));
}
TEST_CASE("squiz keeps the period, squeezes the wave into its share of it and is silent in the rest") {
    const Signal y = run_unit("squiz", {{{"factor", 4}}, {}}, 9600, aside_wave(100, 9600));
    for (std::size_t i = 4800; i + 480 < y.size(); ++i)
        REQUIRE(y[i] == doctest::Approx(y[i + 480]).epsilon(1e-3));
    // From 4800 on, 120 frames of a sine of 400 Hz and 360 of silence.
    CHECK(y[4800 + 30] == doctest::Approx(1).epsilon(0.01));
    CHECK(y[4800 + 90] == doctest::Approx(-1).epsilon(0.01));
    for (std::size_t i = 122; i < 478; ++i) REQUIRE(y[4800 + i] == 0.0f);
}
TEST_CASE("squiz of two waves together squeezes both before the gap") {
    const Signal y = run_unit("squiz", {{{"factor", 4}, {"waves", 2}}, {}}, 9600, aside_wave(100, 9600));
    int silent = 0;
    for (std::size_t i = 4800; i < 4800 + 960; ++i) silent += y[i] == 0.0f;
    CHECK(silent == doctest::Approx(720).epsilon(0.02));
}
#endif
