// First-order allpasses in a row, mixed with the sound: each pair of them makes one moving notch
// (J. Smith, "An allpass approach to digital phasing and flanging", ICMC 1984).
#include "dsp/math/delay_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Phaser {
    static constexpr Facts facts{
        .name = "phaser",
        .aliases = "ph",
        .group = "modulation",
        .summary = "Swirling notches that move through the sound.",
        .inputs = {audio("in", "the sound to swirl"), param("rate", "sweeps a second", Measure::hertz, 0, 20, 0.3f),
                   param("depth", "how far the notches move; 1 is from 200 Hz to 5 kHz", Measure::ratio, 0, 1, 0.5f),
                   param("feedback", "how sharp the notches sound", Measure::ratio, -0.95f, 0.95f, 0.3f),
                   param("stages", "allpasses in the row; two make a notch", Measure::none, 2, 12, 4),
                   param("mix", "0 is the sound alone, 0.5 the deepest notches", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ supersaw 110 # phaser 0.2 0.8 0.5 6 * 0.3",
        .see_also = "flanger chorus tremolo",
        .tail = 4,
    };
    static constexpr int most = 12;

    template <int L>
    struct State {
        Phase<L> sweep;
        Float<L> back{0.0f};
        Float<L> x[most], y[most];
        State() noexcept {
            for (int k = 0; k < most; ++k) x[k] = y[k] = Float<L>(0.0f);
        }
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), rate = io.in(1), depth = io.in(2), feedback = io.in(3), stages = io.in(4),
                    mix = io.in(5);
        for (int i = 0; i < io.frames(); ++i) {
            // From 1 kHz up and down by as many octaves: 4.64 lie between 200 Hz and 5 kHz.
            const Float<L> octaves = clamp(depth.at(i), 0.0f, 1.0f) * Float<L>(2.32f) * sin_turns(s.sweep.turns());
            s.sweep.advance(PhaseStep<L>(clamp(rate.at(i), 0.0f, 20.0f), io.rate()));
            const Float<L> g = tan_half_turns(min(exp2(octaves) * Float<L>(1000.0f / io.rate()), 0.45f));
            const Float<L> a = (g - Float<L>(1.0f)) / (g + Float<L>(1.0f));
            const Float<L> dry = in.at(i),
                           count = floor(clamp(stages.at(i), 2.0f, static_cast<float>(most)) * Float<L>(0.5f)) *
                                   Float<L>(2.0f);
            Float<L> x = dry + clamp(feedback.at(i), -0.95f, 0.95f) * s.back, last = x;
            for (int k = 0; k < most; ++k) {
                const Float<L> y = a * x + s.x[k] - a * s.y[k];
                s.x[k] = x;
                s.y[k] = y;
                x = y;
                last = select(count == static_cast<float>(k + 1), y, last);
            }
            s.back = last;
            io.out(i, dry_wet(dry, last, mix.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(phaser, Phaser)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("phaser standing still has a notch where its allpasses turn the sound round, and passes the rest") {
    // Each allpass turns by 90 degrees at 1 kHz: two are a notch there, four notches lie where each turns by 45 or 135.
    const auto still = [](float stages) { return Settings{{{"depth", 0}, {"feedback", 0}, {"stages", stages}}, {}}; };
    CHECK(gain_at("phaser", 1000, still(2)) < 0.01);
    CHECK(gain_at("phaser", 1000, still(4)) == doctest::Approx(1).epsilon(0.01));
    CHECK(gain_at("phaser", 415.0, still(4)) < 0.02);
    CHECK(gain_at("phaser", 30, still(4)) == doctest::Approx(1).epsilon(0.02));
}
TEST_CASE("phaser's feedback lifts what its allpasses give back in phase") {
    // Two allpasses turn 1 kHz round: with feedback f the wet part is -1 / (1 + f) there, and 1 / (1 - f) far below.
    for (const float fb : {0.5f, -0.5f}) {
        const Settings wet{{{"depth", 0}, {"feedback", fb}, {"stages", 2}, {"mix", 1}}, {}};
        const double f = static_cast<double>(fb);
        CHECK(gain_at("phaser", 1000, wet) == doctest::Approx(1 / (1 + f)).scale(0).epsilon(0.02));
        CHECK(gain_at("phaser", 5, wet) == doctest::Approx(1 / (1 - f)).scale(0).epsilon(0.02));
    }
}
TEST_CASE("phaser sweeps from 200 Hz to 5 kHz and back, at its rate") {
    // The notch of two stages, followed by what is left of tones while it passes them.
    const auto least_at = [](double hertz) {
        const Settings set{{{"rate", 0.25f}, {"depth", 1}, {"feedback", 0}, {"stages", 2}}, {}};
        const Signal y = run_unit("phaser", set, 48000, sine_wave(hertz, 48000));
        std::size_t best = 0;
        double least = 1e9;
        for (std::size_t i = 0; i + 960 < y.size(); i += 240) {
            const double level = rms(Signal(y.begin() + static_cast<long>(i), y.begin() + static_cast<long>(i) + 960));
            if (level < least) {
                least = level;
                best = i;
            }
        }
        return (static_cast<double>(best) + 480) / 48000;
    };
    for (const double hertz : {1400.0, 2000.0, 3500.0}) {
        // 1 kHz times 2^(2.32 sin(2 pi t / 4)).
        const double when = std::asin(std::log2(hertz / 1000) / 2.32) / (2 * 3.14159265 * 0.25);
        CHECK(least_at(hertz) == doctest::Approx(when).scale(0).epsilon(0.05));
    }
}
#endif
