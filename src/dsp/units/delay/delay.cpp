// An echo whose time may be swept at audio rate.
#include "dsp/math/delay_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Delay {
    static constexpr Facts facts{
        .name = "delay",
        .group = "delay",
        .summary = "Echo: repeats the sound after a time, again and again with feedback.",
        .inputs = {audio("in", "the sound to repeat"),
                   needed("time", "time between echoes", Measure::seconds, 0, 10, 0.25f),
                   param("fb", "how much of each echo is repeated; 0 is a single echo", Measure::ratio, -0.999f, 0.999f,
                         0.5f),
                   param("mix", "0 is the sound alone, 1 the echoes alone", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ s \"bd ~ sn ~\" # delay (cyc 3/16) 0.5 0.4",
        .see_also = "pingpong tapedelay multitap reverb",
        .tail = -1,
    };
    static constexpr float longest = 10;  // seconds

    template <int L>
    struct State {
        Word<L> now{0u};
        Tap<L> tap;
    };
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), time = io.in(1), fb = io.in(2), mix = io.in(3);
        const DelayLine<L> line(io.memory(), line_words(io.rate(), longest));
        for (int i = 0; i < io.frames(); ++i) {
            s.tap.follow(frames_of(time.at(i), io.rate(), 1.0f, longest * io.rate()), io.rate());
            const Float<L> x = in.at(i), y = s.tap.read(line, s.now);
            line.write(s.now, x + safe_feedback(fb.at(i)) * y);
            s.now += Word<L>(1u);
            io.out(i, dry_wet(x, y, mix.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(delay, Delay)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("delay puts every echo on its exact frame with the gain of its feedback, whatever the decimals of its time") {
    for (const float time : {0.1f, 0.375f, 0.7f, 0.3f}) {
        const auto period = static_cast<std::size_t>(std::lround(time * 48000));
        const Signal y =
            run_unit("delay", {{{"time", time}, {"fb", 0.5f}, {"mix", 0.5f}}, {}}, 110000, impulse_wave(1));
        CHECK(y[0] == 0.5f);
        CHECK(y[period] == 0.5f);
        CHECK(y[2 * period] == 0.25f);
        CHECK(y[3 * period] == 0.125f);
        double elsewhere = 0;
        for (std::size_t i = 0; i < y.size(); ++i)
            if (i % period != 0) elsewhere += std::abs(static_cast<double>(y[i]));
        CHECK(elsewhere == 0);
    }
}
TEST_CASE("delay reaches ten seconds back, and one frame") {
    const Signal late = run_unit("delay", {{{"time", 10}, {"fb", 0}, {"mix", 1}}, {}}, 480100, impulse_wave(1));
    CHECK(late[480000] == 1.0f);
    const Signal next = run_unit("delay", {{{"time", 0}, {"fb", 0}, {"mix", 1}}, {}}, 64, impulse_wave(1));
    CHECK(next[1] == 1.0f);
}
TEST_CASE("delay hears a time that is swept as a change of pitch, without clicks") {
    // Time grows by one frame in a hundred: the pitch falls by one part in a hundred.
    const int frames = 96000;
    Signal time(frames);
    for (int i = 0; i < frames; ++i) time[static_cast<std::size_t>(i)] = 0.1f + static_cast<float>(i) * 0.01f / 48000;
    const Signal y = run_unit("delay", {{{"fb", 0}, {"mix", 1}}, {{"time", time}}}, frames, sine_wave(1000, frames));
    const Signal settled(y.begin() + 48000, y.end());
    CHECK(frequency_of(settled) == doctest::Approx(990).epsilon(0.0005));
    CHECK(level_at(settled, 990) == doctest::Approx(1).epsilon(0.01));
}
TEST_CASE("delay cross-fades where its time leaps") {
    const int frames = 48000;
    Signal time(frames, 0.1f);
    for (std::size_t i = 24000; i < time.size(); ++i) time[i] = 0.1333f;
    const Signal y = run_unit("delay", {{{"fb", 0}, {"mix", 1}}, {{"time", time}}}, frames, sine_wave(200, frames));
    double steepest = 0;
    for (std::size_t i = 12000; i < y.size(); ++i)
        steepest = std::max(steepest, std::abs(static_cast<double>(y[i] - y[i - 1])));
    CHECK(steepest < 2 * 3.14159 * 200 / 48000 + 2.0 / 480);
    CHECK(level_at(Signal(y.begin() + 25000, y.end()), 200) == doctest::Approx(1).epsilon(0.01));
}
#endif
