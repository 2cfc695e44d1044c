// A short delay that sweeps against the sound itself, with feedback: notches that move together (B. Bartlett, "A
// scientific explanation of phasing (flanging)", Journal of the Audio Engineering Society 18(6), 1970).
#include "dsp/math/delay_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Flanger {
    static constexpr Facts facts{
        .name = "flanger",
        .group = "modulation",
        .summary = "Jet-like sweep; note the order: rate, depth, feedback.",
        .inputs = {audio("in", "the sound to sweep"), param("rate", "sweeps a second", Measure::hertz, 0, 20, 0.25f),
                   param("depth", "how far it sweeps; 1 is 8 ms", Measure::ratio, 0, 1, 0.5f),
                   param("feedback", "how sharp the sweep sounds; below 0 it turns hollow", Measure::ratio, -0.95f,
                         0.95f, 0.5f),
                   param("mix", "0 is the sound alone, 1 the delayed sound alone", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ supersaw 55 # flanger 0.1 0.6 0.7 * 0.3",
        .see_also = "phaser chorus",
        .tail = 1.6f,
    };
    static constexpr float nearest = 0.0005f, span = 0.008f;  // seconds

    template <int L>
    struct State {
        Word<L> now{0u};
        Phase<L> sweep;
    };
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, nearest + span); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), rate = io.in(1), depth = io.in(2), feedback = io.in(3), mix = io.in(4);
        const DelayLine<L> line(io.memory(), line_words(io.rate(), nearest + span));
        for (int i = 0; i < io.frames(); ++i) {
            // Begins at its nearest and comes back there.
            const Float<L> swing = (Float<L>(1.0f) - cos_turns(s.sweep.turns())) * Float<L>(0.5f);
            s.sweep.advance(PhaseStep<L>(clamp(rate.at(i), 0.0f, 20.0f), io.rate()));
            const Float<L> age =
                (Float<L>(nearest) + clamp(depth.at(i), 0.0f, 1.0f) * swing * Float<L>(span)) * Float<L>(io.rate());
            const Float<L> x = in.at(i), y = line.read(s.now, age);
            line.write(s.now, x + clamp(feedback.at(i), -0.95f, 0.95f) * y);
            s.now += Word<L>(1u);
            io.out(i, dry_wet(x, y, mix.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(flanger, Flanger)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("flanger standing still is a comb: notches at odd multiples of half its delay's rate") {
    // 0.5 ms: the first notch at 1 kHz, the first peak at 2 kHz.
    const Settings still{{{"depth", 0}, {"feedback", 0}}, {}};
    CHECK(gain_at("flanger", 1000, still) < 0.01);
    CHECK(gain_at("flanger", 2000, still) == doctest::Approx(1).epsilon(0.01));
    // With feedback the peak is (1 + 1 / (1 - fb)) / 2.
    CHECK(gain_at("flanger", 2000, {{{"depth", 0}, {"feedback", 0.5f}}, {}}) == doctest::Approx(1.5).epsilon(0.02));
}
TEST_CASE("flanger's delay sweeps from 0.5 ms to 8.5 ms and back") {
    Signal clicks(48000, 0.0f);
    for (std::size_t i = 0; i < clicks.size(); i += 1000) clicks[i] = 1;
    const Signal y = run_unit("flanger", {{{"rate", 1}, {"depth", 1}, {"feedback", 0}, {"mix", 1}}, {}}, 48000, clicks);
    const auto delay_of = [&](std::size_t click) {
        std::size_t best = click;
        for (std::size_t i = click; i < click + 600; ++i)
            if (y[i] > y[best]) best = i;
        return static_cast<double>(best - click) / 48000;
    };
    CHECK(delay_of(0) == doctest::Approx(0.0005).epsilon(0.1).scale(0));
    CHECK(delay_of(12000) == doctest::Approx(0.0045).epsilon(0.05).scale(0));
    CHECK(delay_of(24000) == doctest::Approx(0.0085).epsilon(0.01).scale(0));
}
#endif
