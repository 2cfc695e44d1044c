// Several echoes at multiples of one time, the last of which starts the row again.
#include "dsp/math/delay_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Multitap {
    static constexpr Facts facts{
        .name = "multitap",
        .aliases = "multitapdelay",
        .group = "delay",
        .summary = "A row of echoes, each softer than the one before; feedback starts the row again.",
        .inputs = {audio("in", "the sound to repeat"),
                   needed("time", "time from echo to echo", Measure::seconds, 0, 1.25f, 0.125f),
                   param("taps", "number of echoes in a row; a fraction fades the last one", Measure::none, 1, 8, 4),
                   param("fb", "how much of the last echo starts the row again", Measure::ratio, -0.999f, 0.999f, 0.5f),
                   param("mix", "0 is the sound alone, 1 the echoes alone", Measure::ratio, 0, 1, 0.6f)},
        .example = "out $ s \"rim ~ ~ ~\" # multitap 0.125 5 0.3 0.5",
        .see_also = "delay pingpong",
        .tail = -1,
    };
    static constexpr int most = 8;
    static constexpr float longest = 10;  // seconds

    template <int L>
    struct State {
        Word<L> now{0u};
        Tap<L> tap;
    };
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), time = io.in(1), taps = io.in(2), fb = io.in(3), mix = io.in(4);
        const DelayLine<L> line(io.memory(), line_words(io.rate(), longest));
        for (int i = 0; i < io.frames(); ++i) {
            s.tap.follow(frames_of(time.at(i), io.rate(), 1.0f, longest / most * io.rate()), io.rate());
            const Float<L> count = clamp(taps.at(i), 1.0f, static_cast<float>(most));
            Float<L> y(0.0f), last(0.0f);
            for (int k = 0; k < most; ++k) {
                // How much of echo k + 1 there is; the last is the one above which none begins.
                const Float<L> there = clamp(count - Float<L>(static_cast<float>(k)), 0.0f, 1.0f);
                if (!any<L>(there > 0.0f)) break;
                const float turn = static_cast<float>(k + 1);
                Tap<L> at = s.tap;
                at.age = at.age * Float<L>(turn);
                at.before = at.before * Float<L>(turn);
                const Float<L> echo = at.read(line, s.now);
                y = select(there > 0.0f, y + there * echo * Float<L>(1.0f / turn), y);
                last = select(there > 0.0f, last + there * (echo - last), last);
            }
            const Float<L> x = in.at(i);
            line.write(s.now, x + safe_feedback(fb.at(i)) * last);
            s.now += Word<L>(1u);
            io.out(i, dry_wet(x, y, mix.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(multitap, Multitap)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("multitap's echoes fall at multiples of its time and its row starts again by the feedback") {
    const Signal y =
        run_unit("multitap", {{{"time", 0.01f}, {"taps", 3}, {"fb", 0.5f}, {"mix", 1}}, {}}, 4800, impulse_wave(1));
    CHECK(y[480] == 1.0f);
    CHECK(y[960] == 0.5f);
    CHECK(y[1440] == doctest::Approx(1 / 3.0f).scale(0));
    CHECK(y[1920] == 0.5f);
    CHECK(y[2400] == 0.25f);
}
#endif
