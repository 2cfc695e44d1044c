// Feedback comb with a fractional delay (J. Smith, "Physical audio signal processing", 2010). A time that leaps from
// note to note is reached by a cross-fade; one that is swept bends the ringing, as a string's length does.
#include "dsp/math/delay_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Comb {
    static constexpr Facts facts{
        .name = "comb",
        .group = "filter",
        .summary = "Comb filter: rings at the pitch whose period is its time, like a tube or a string.",
        .inputs = {audio("in", "the sound to filter"),
                   param("time", "period of the ringing", Measure::seconds, 0.0001f, 0.1f, 0.01f, Curve::logarithmic),
                   param("fb", "how long it rings; negative: an octave lower, hollow", Measure::ratio, -0.99f, 0.99f,
                         0.7f)},
        .example = "out $ s \"hh*4\" # comb (1 / \"110 165\") 0.9 * 0.4",
        .see_also = "delay allpass flanger",
        .tail = 0.5f,
    };
    static constexpr float longest = 0.1f;  // seconds
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, longest); }
    template <int L>
    struct State {
        Word<L> now{0u};
        Tap<L> tap;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), time = io.in(1), fb = io.in(2);
        const DelayLine<L> line(io.memory(), line_words(io.rate(), longest));
        for (int i = 0; i < io.frames(); ++i) {
            s.tap.follow(frames_of(time.at(i), io.rate(), 1.0f, longest * io.rate()), io.rate());
            const Float<L> y = in.at(i) + clamp(fb.at(i), -0.99f, 0.99f) * s.tap.read(line, s.now);
            line.write(s.now, y);
            s.now += Word<L>(1u);
            io.out(i, y);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(comb, Comb)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("comb repeats an impulse every period, weaker by its feedback") {
    const Signal x = run_unit("comb", {{{"time", 0.01f}, {"fb", 0.5f}}, {}}, 2000, impulse_wave(2000));
    CHECK(x[0] == 1.0f);
    CHECK(x[480] == doctest::Approx(0.5).epsilon(1e-3).scale(0));
    CHECK(x[960] == doctest::Approx(0.25).epsilon(1e-3).scale(0));
    CHECK(x[479] < 1e-3f);
}
TEST_CASE("comb rings at 1 / time also between frames") {
    const float time = 1 / 441.0f;
    CHECK(gain_at("comb", 441, {{{"time", time}, {"fb", 0.9f}}, {}}) == doctest::Approx(10.0).epsilon(0.02));
    CHECK(gain_at("comb", 220.5, {{{"time", time}, {"fb", 0.9f}}, {}}) ==
          doctest::Approx(1 / 1.9).epsilon(0.02).scale(0));
}
#endif
