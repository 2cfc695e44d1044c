// The line at which a feedback loop is cut. The graph hands it its input a whole quantum late; the line makes up for
// that, so that every echo falls where an ordinary delay would have put it.
//
// With u(t) = x(t - 64) the late input, line(t) = x(t) + fb(t) y(t) and y(t) = line(t - T), frame t can still write
// line(t - 64) = u(t) + fb(t - 64) y(t - 64) before it reads line(t - T), as long as T is at least 64 frames.
#include "dsp/math/delay_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct DelayInLoop {
    static constexpr Facts facts{
        .name = "delay_in_loop",
        .group = "delay",
        .summary =
            "What the compiler puts where a delay closes a feedback loop: its echoes, in time although its input is "
            "late.",
        .inputs = {audio("in", "the sound to repeat, 64 frames late"),
                   needed("time", "time between echoes, at least 64 frames", Measure::seconds, 0, 10, 0.25f),
                   param("fb", "how much of each echo is repeated", Measure::ratio, -0.999f, 0.999f, 0.5f)},
        .example = "~dub $ s \"rim ~ ~ ~\" + ~dub # delay 0.375 0 1 # lpf 2000 * 0.6\nout $ ~dub",
        .see_also = "delay loop_guard",
        .tail = -1,
    };
    static constexpr float longest = 10;  // seconds
    static constexpr auto late = static_cast<std::uint32_t>(quantum_frames);

    template <int L>
    struct State {
        Word<L> now{0u};
        Tap<L> tap;
    };
    static std::size_t memory_words(float rate) noexcept { return late + line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), time = io.in(1), fb = io.in(2);
        const DelayLine<L> repeats(io.memory(), late);
        const DelayLine<L> line(io.memory() + std::size_t{late} * L, line_words(io.rate(), longest));
        for (int i = 0; i < io.frames(); ++i) {
            s.tap.follow(frames_of(time.at(i), io.rate(), late, longest * io.rate()), io.rate());
            line.write(s.now - Word<L>(late), in.at(i) + repeats.read(s.now));
            const Float<L> y = s.tap.read(line, s.now, late);
            repeats.write(s.now, safe_feedback(fb.at(i)) * y);
            s.now += Word<L>(1u);
            io.out(i, y);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(delay_in_loop, DelayInLoop)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("delay_in_loop gives an ordinary delay's bits from an input that is 64 frames late") {
    const int frames = 20000;
    Signal x(frames), late(frames);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>((i * 2654435761u >> 7) % 2001) * 0.001f - 1.0f;
    for (std::size_t i = 64; i < x.size(); ++i) late[i] = x[i - 64];
    for (const float time : {64.0f / 48000, 65.3f / 48000, 0.01f, 0.0937f}) {
        const Settings same{{{"time", time}, {"fb", 0.7f}, {"mix", 1}}, {}};
        CHECK(run_unit("delay_in_loop", same, frames, late) == run_unit("delay", same, frames, x));
    }
    Signal swept(frames);
    for (std::size_t i = 0; i < swept.size(); ++i)
        swept[i] = 0.002f + 0.01f * static_cast<float>(i / 3000) + static_cast<float>(i) * 1e-7f;
    const Settings moving{{{"mix", 1}}, {{"time", swept}, {"fb", sine_wave(3, frames, 0.8)}}};
    CHECK(run_unit("delay_in_loop", moving, frames, late) == run_unit("delay", moving, frames, x));
}
TEST_CASE("delay_in_loop holds times below 64 frames at 64") {
    Signal late(65);
    late[64] = 1;
    const Signal y = run_unit("delay_in_loop", {{{"time", 0.0001f}, {"fb", 0}}, {}}, 200, late);
    CHECK(y[64] == 1.0f);
}
#endif
