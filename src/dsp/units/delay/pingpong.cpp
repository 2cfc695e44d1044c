// An echo that bounces between left and right: two lines that feed each other.
#include "dsp/math/delay_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Pingpong {
    static constexpr Facts facts{
        .name = "pingpong",
        .aliases = "pingpongdelay",
        .group = "delay",
        .summary = "Stereo echo that bounces from left to right and back.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to repeat"),
                   needed("time", "time between a left and a right echo", Measure::seconds, 0, 5, 0.25f),
                   param("fb", "how much of each echo comes back on the other side", Measure::ratio, -0.999f, 0.999f,
                         0.5f),
                   param("mix", "0 is the sound alone, 1 the echoes alone", Measure::ratio, 0, 1, 0.5f),
                   param("width", "0 keeps the echoes in the middle, 1 throws them hard left and right", Measure::ratio,
                         0, 1, 1)},
        .example = "out $ s \"cp ~ ~ rim\" # pingpong 0.1875 0.6 0.4",
        .see_also = "delay tapedelay",
        .tail = -1,
    };
    static constexpr float longest = 5;  // seconds

    template <int L>
    struct State {
        Word<L> now{0u};
        Tap<L> tap;
    };
    static std::size_t memory_words(float rate) noexcept { return 2 * line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in_left = io.in(0, 0), in_right = io.in(0, 1);
        const In<L> time = io.in(1), fb = io.in(2), mix = io.in(3), width = io.in(4);
        const std::uint32_t words = line_words(io.rate(), longest);
        const DelayLine<L> left(io.memory(), words), right(io.memory() + std::size_t{words} * L, words);
        for (int i = 0; i < io.frames(); ++i) {
            s.tap.follow(frames_of(time.at(i), io.rate(), 1.0f, longest * io.rate()), io.rate());
            const Float<L> x = in_left.at(i), z = in_right.at(i), back = safe_feedback(fb.at(i));
            const Float<L> l = s.tap.read(left, s.now), r = s.tap.read(right, s.now);
            left.write(s.now, (x + z) * Float<L>(0.5f) + back * r);
            right.write(s.now, back * l);
            s.now += Word<L>(1u);
            const Float<L> across = (Float<L>(1.0f) - clamp(width.at(i), 0.0f, 1.0f)) * Float<L>(0.5f);
            io.out(i, 0, dry_wet(x, l + across * (r - l), mix.at(i)));
            io.out(i, 1, dry_wet(z, r + across * (l - r), mix.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pingpong, Pingpong)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("pingpong echoes on the left, then on the right, each by its feedback softer") {
    const Signal y = run_unit("pingpong", {{{"time", 0.01f}, {"fb", 0.5f}, {"mix", 1}}, {}}, 4800, impulse_wave(1));
    const float expected[4][2] = {{1, 0}, {0, 0.5f}, {0.25f, 0}, {0, 0.125f}};
    for (std::size_t k = 0; k < 4; ++k)
        for (std::size_t c = 0; c < 2; ++c) CHECK(y[2 * 480 * (k + 1) + c] == expected[k][c]);
}
TEST_CASE("pingpong without width stays in the middle") {
    const Signal y = run_unit("pingpong", {{{"time", 0.01f}, {"width", 0}}, {}}, 4800, impulse_wave(1));
    for (std::size_t i = 0; i < y.size(); i += 2) CHECK(y[i] == y[i + 1]);
}
#endif
