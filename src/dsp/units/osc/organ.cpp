// The nine drawbars of a tonewheel organ: sines at the footages 16', 5 1/3', 8', 4', 2 2/3', 2', 1 3/5', 1 1/3' and 1'
// (L. Hammond, "Electrical musical instrument", US patent 1956350, 1934), a drawbar step being 3 dB.
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Organ {
    static constexpr Facts facts{
        .name = "organ",
        .aliases = "organ_hz drawbars",
        .group = "osc",
        .summary = "A tonewheel organ: nine sines, from flutes to full registers.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220),
                   param("bright", "0 the three lowest drawbars alone, 1 all of them", Measure::ratio, 0, 1, 0.4f)},
        .example = "out $ organ \"110 146.83 164.81\" 0.6 # leslie 6 * 0.4",
        .see_also = "additive soft_saw superhammond leslie",
        .tail = -1,
    };
    static constexpr int bars = 9;
    static constexpr float ratios[bars] = {0.5f, 1.5f, 1, 2, 3, 4, 5, 6, 8};

    template <int L>
    struct State {
        Phase<L> phase;  // of 16', an octave below the pitch
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), bright = io.in(1);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(freq.at(i) * Float<L>(0.5f), io.rate());
            const Float<L> drawn = clamp(bright.at(i), 0.0f, 1.0f);
            Float<L> level[bars];
            for (int b = 0; b < bars; ++b) {
                // The higher a drawbar, the later it is drawn.
                const float from = b < 3 ? 0.0f : static_cast<float>(b - 3) / 12.0f;
                const Float<L> out =
                    b < 3 ? Float<L>(1.0f) : clamp((drawn - Float<L>(from)) * Float<L>(2.0f), 0.0f, 1.0f);
                const Mask<L> heard = abs(step.turns) * Float<L>(2.0f * ratios[b]) < 0.45f;
                level[b] = select(heard, out * Float<L>(0.2f), 0.0f);
            }
            for (const int end = until(i, freq, bright); i < end; ++i) {
                Float<L> sum(0.0f);
                for (int b = 0; b < bars; ++b) {
                    const Word<L> at = s.phase.at * Word<L>(static_cast<std::uint32_t>(2 * ratios[b]));
                    sum += level[b] * sin_turns(Phase<L>{at}.turns());
                }
                io.out(i, sum);
                s.phase.advance(step);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(organ, Organ)

#if defined(PHONON_UNIT_TESTS)
#include <algorithm>
using namespace phonon::dsp;
TEST_CASE("organ has the footages of its drawbars and no other partial") {
    const Signal x = run_unit("organ", {{{"freq", 440}, {"bright", 1}}, {}}, 48000);
    for (const double ratio : {0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0})
        CHECK(level_at(x, 440 * ratio) == doctest::Approx(0.2).epsilon(0.001).scale(0));
    CHECK(level_at(x, 440 * 7) < 1e-5);
    CHECK(level_at(x, 0) < 1e-5);
    const Signal flute = run_unit("organ", {{{"freq", 440}, {"bright", 0}}, {}}, 48000);
    CHECK(level_at(flute, 880) < 1e-5);
}
TEST_CASE("organ leaves out what lies above half the rate") {
    CHECK(alias_db(run_unit("organ", {{{"freq", 8819.9f}, {"bright", 1}}, {}}, 40000), 8819.9 / 2) < -90);
}
TEST_CASE("organ draws its upper bars one after the other") {
    for (const float bright : {0.2f, 0.5f, 0.7f}) {
        const Signal x = run_unit("organ", {{{"freq", 440}, {"bright", bright}}, {}}, 48000);
        int bar = 0;
        // A twelfth of the knob apart, each within half of it.
        for (const double ratio : {2.0, 3.0, 4.0, 5.0, 6.0, 8.0}) {
            const double drawn = std::clamp(2 * (static_cast<double>(bright) - bar++ / 12.0), 0.0, 1.0);
            CHECK(level_at(x, 440 * ratio) == doctest::Approx(0.2 * drawn).scale(1).epsilon(1e-4));
        }
    }
}
#endif
