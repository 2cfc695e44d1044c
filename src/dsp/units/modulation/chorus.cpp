// Several copies of the sound, each a little late and drifting in pitch (J. Dattorro, "Effect design, part 2:
// delay-line modulation and chorus", Journal of the Audio Engineering Society 45(10), 1997).
#include "dsp/math/delay_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Chorus {
    static constexpr Facts facts{
        .name = "chorus",
        .aliases = "fchorus",
        .group = "modulation",
        .summary = "Makes one sound many: three drifting copies on each side.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to multiply"),
                   param("rate", "how fast the copies drift", Measure::hertz, 0, 20, 0.8f),
                   param("depth", "how far they drift; 1 is 6 ms", Measure::ratio, 0, 1, 0.4f),
                   param("mix", "0 is the sound alone, 1 the copies alone", Measure::ratio, 0, 1, 0.3f)},
        .example = "out $ note \"c3 e3 g3\" # s \"superpiano\" # chorus 0.6 0.5 0.5",
        .see_also = "flanger phaser vibrato width",
        .tail = 0.025f,
    };
    static constexpr int voices = 3;
    static constexpr float longest = 0.024f, nearest = 0.007f, span = 0.003f;  // seconds; the drift is +-span

    template <int L>
    struct State {
        Word<L> now{0u};
        Phase<L> drift;
    };
    static std::size_t memory_words(float rate) noexcept { return 2 * line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> rate = io.in(1), depth = io.in(2), mix = io.in(3);
        const std::uint32_t words = line_words(io.rate(), longest);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> angle = s.drift.turns();
            s.drift.advance(PhaseStep<L>(clamp(rate.at(i), 0.0f, 20.0f), io.rate()));
            const Float<L> sway = clamp(depth.at(i), 0.0f, 1.0f) * Float<L>(span * io.rate());
            for (int side = 0; side < 2; ++side) {
                const DelayLine<L> line(io.memory() + static_cast<std::size_t>(side) * words * L, words);
                const Float<L> x = io.in(0, side).at(i);
                line.write(s.now, x);
                Float<L> sum(0.0f);
                for (int v = 0; v < voices; ++v) {
                    // A third of a turn between copies, a sixth between the sides: six drifts, all different.
                    const float apart = (2.0f * static_cast<float>(v) + static_cast<float>(side)) / 6.0f;
                    const float middle = (nearest + span * (1.0f + static_cast<float>(v))) * io.rate();
                    sum += line.read(s.now, Float<L>(middle) + sway * sin_turns(angle + Float<L>(apart)), 0);
                }
                // Copies of unlike phase add up as power: between a mean (1/3) and a sum of powers (1/1.73).
                io.out(i, side, dry_wet(x, sum * Float<L>(0.5f), mix.at(i)));
            }
            s.now += Word<L>(1u);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(chorus, Chorus)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("chorus keeps its copies in range, within the drift that its depth allows") {
    const Signal y = run_unit("chorus", {{{"rate", 1}, {"depth", 1}, {"mix", 1}}, {}}, 4800, impulse_wave(1));
    for (std::size_t i = 0; i < 4800; ++i)
        if (y[2 * i] != 0) {
            CHECK(i >= 0.0069 * 48000);
            CHECK(i <= 0.0192 * 48000);
        }
    CHECK(peak(run_unit("chorus", {{{"rate", 5}, {"depth", 1}, {"mix", 1}}, {}}, 96000, sine_wave(440, 96000))) <=
          1.51);
}
TEST_CASE("chorus widens: left and right differ, and without mix nothing changes") {
    const Signal y = run_unit("chorus", {{{"mix", 1}}, {}}, 48000, sine_wave(440, 48000));
    double apart = 0;
    for (std::size_t i = 24000; i < y.size(); i += 2) apart += std::abs(static_cast<double>(y[i] - y[i + 1]));
    CHECK(apart / 36000 > 0.02);
    const Signal x = sine_wave(440, 480), dry = run_unit("chorus", {{{"mix", 0}}, {}}, 480, x);
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(dry[2 * i] == x[i]);
}
TEST_CASE("chorus has three copies a side, 10, 13 and 16 ms late, a third of a turn apart as they drift by 3 ms") {
    // Clicks a tenth of a second apart; where each copy of each click should be after some of a turn.
    const int frames = 48000;
    Signal clicks(frames, 0.0f);
    for (std::size_t i = 0; i < clicks.size(); i += 4800) clicks[i] = 1;
    for (const float depth : {0.0f, 0.5f, 1.0f}) {
        const Signal y = run_unit("chorus", {{{"rate", 1}, {"depth", depth}, {"mix", 1}}, {}}, frames, clicks);
        for (std::size_t click = 0; click < 43200; click += 4800)
            for (std::size_t side = 0; side < 2; ++side) {
                double late[3];
                for (int v = 0; v < 3; ++v) {
                    const double apart = (2.0 * v + static_cast<double>(side)) / 6;
                    // When a copy is heard decides how late it is.
                    late[v] = 0;
                    for (int round = 0; round < 20; ++round) {
                        const double turn = (static_cast<double>(click) + late[v]) / 48000 + apart;
                        const double sway = 0.003 * static_cast<double>(depth) * std::sin(2 * 3.14159265 * turn);
                        late[v] = (0.010 + 0.003 * v + sway) * 48000;
                    }
                }
                for (int v = 0; v < 3; ++v) {
                    double sum = 0, here = 0;
                    for (int k = -2; k <= 2; ++k) {
                        const auto at = static_cast<std::size_t>(std::lround(late[v]) + k);
                        sum += static_cast<double>(y[2 * (click + at) + side]);
                    }
                    for (const double other : late) here += std::abs(other - late[v]) < 6 ? 0.5 : 0;
                    CAPTURE(depth);
                    CAPTURE(click);
                    CAPTURE(v);
                    if (here == 0.5) CHECK(sum == doctest::Approx(0.5).scale(0).epsilon(0.15));
                }
            }
    }
}
#endif
