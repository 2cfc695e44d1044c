// A struck body as its modes: resonators side by side, one a mode (J.-M. Adrien, "The missing link: modal synthesis",
// in "Representations of musical signals", MIT Press 1991). Ratios of the modes: N. Fletcher, T. Rossing, "The physics
// of musical instruments", Springer 1998: a string; a bar free at both ends (2.9), tuned as a marimba's (19.4); a
// circular membrane (3.6: zeros of Bessel functions); a church bell (21.5).
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Modal {
    static constexpr Facts facts{
        .name = "modal",
        .aliases = "resonator",
        .group = "physical",
        .summary = "A body that rings when it is struck by a sound: string, bar, marimba, drum skin or bell.",
        .inputs = {audio("in", "what strikes it: a click, noise, a drum"),
                   param("freq", "its lowest mode", Measure::hertz, 20, 10000, 220, Curve::logarithmic),
                   param("decay", "time in which the lowest mode dies by 60 dB", Measure::seconds, 0.01f, 20, 1.5f,
                         Curve::logarithmic),
                   param("body", "0 string, 1 bar, 2 marimba, 3 drum skin, 4 bell; a fraction lies between two",
                         Measure::none, 0, 4, 2),
                   param("bright", "how loud and long the high modes ring", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ impulse 4 # modal \"220 330 440\" 1 2 * 0.5",
        .see_also = "pluck comb resonz",
        .tail = 20,
    };
    static constexpr int modes = 8, bodies = 5;
    static constexpr float ratios[bodies][modes] = {{1, 2, 3, 4, 5, 6, 7, 8},
                                                    {1, 2.757f, 5.404f, 8.933f, 13.34f, 18.64f, 24.81f, 31.87f},
                                                    {1, 3.9f, 9.2f, 16.3f, 24.2f, 33.5f, 42.9f, 53.0f},
                                                    {1, 1.594f, 2.136f, 2.296f, 2.653f, 2.918f, 3.156f, 3.501f},
                                                    {1, 2, 2.4f, 3, 4, 5.33f, 6.67f, 8}};

    // A decaying rotation: stable whatever moves it, since turning and shrinking are apart (M. Mathews, J. Smith,
    // "Methods for synthesizing very high Q parametrically well behaved two pole filters", SMAC 2003).
    template <int L>
    struct Mode {
        Float<L> x{0.0f}, y{0.0f};
    };
    template <int L>
    struct State {
        Mode<L> mode[modes];
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), freq = io.in(1), decay = io.in(2), body = io.in(3), bright = io.in(4);
        for (int i = 0; i < io.frames();) {
            Float<L> turn_x[modes], turn_y[modes], gain[modes];
            const Float<L> lowest = clamp(freq.at(i), 20.0f, 10000.0f);
            const Float<L> seconds = clamp(decay.at(i), 0.01f, 20.0f);
            const Float<L> which = clamp(body.at(i), 0.0f, static_cast<float>(bodies - 1));
            const Float<L> treble = clamp(bright.at(i), 0.0f, 1.0f);
            for (int m = 0; m < modes; ++m) {
                Float<L> ratio(0.0f);
                for (int b = 0; b < bodies; ++b)
                    ratio += Float<L>(ratios[b][m]) *
                             max(Float<L>(1.0f) - abs(which - Float<L>(static_cast<float>(b))), 0.0f);
                const Float<L> turns = lowest * ratio * Float<L>(1.0f / io.rate());
                // At `bright` 1 all modes ring alike; below, high ones die sooner and are softer.
                const Float<L> dull = exp2(log2(ratio) * (treble - Float<L>(1.0f)));
                const Float<L> shrink = exp2(Float<L>(-9.96578428f / io.rate()) / (seconds * dull));
                const Float<L> held = min(turns, 0.5f);
                turn_x[m] = shrink * cos_turns(held);
                turn_y[m] = shrink * sin_turns(held);
                // Modes near half the rate and above are left out.
                gain[m] = select(turns < 0.47f, dull, 0.0f) * Float<L>(0.4f);
            }
            for (const int end = until(i, freq, decay, body, bright); i < end; ++i) {
                Float<L> sum(0.0f);
                for (int m = 0; m < modes; ++m) {
                    Mode<L>& mode = s.mode[m];
                    const Float<L> x = turn_x[m] * mode.x - turn_y[m] * mode.y + gain[m] * in.at(i);
                    mode.y = turn_y[m] * mode.x + turn_x[m] * mode.y;
                    mode.x = x;
                    sum += mode.y;
                }
                io.out(i, sum);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(modal, Modal)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("modal rings at the modes of its body") {
    const double drum[] = {200, 318.8, 427.2, 459.2};
    const Signal x =
        run_unit("modal", {{{"freq", 200}, {"decay", 20}, {"body", 3}, {"bright", 1}}, {}}, 96000, impulse_wave(1));
    const Signal part(x.begin() + 4800, x.end());
    for (const double f : drum)
        CHECK(level_at(part, f) == doctest::Approx(0.4 * std::pow(10, -3 * 1.05 / 20)).epsilon(0.02).scale(0));
    CHECK(level_at(part, 260) < 0.002);
}
TEST_CASE("modal's lowest mode dies by 60 dB in the time it is given, a dull one's higher modes sooner") {
    const Signal x =
        run_unit("modal", {{{"freq", 300}, {"decay", 2}, {"body", 0}, {"bright", 0}}, {}}, 96000, impulse_wave(1));
    const auto fall = [&](double f) {
        const Signal early(x.begin() + 4800, x.begin() + 9600), late(x.begin() + 28800, x.begin() + 33600);
        return 20 * std::log10(level_at(late, f) / level_at(early, f));
    };
    CHECK(fall(300) == doctest::Approx(-15).epsilon(0.02));
    CHECK(fall(600) == doctest::Approx(-30).epsilon(0.02));
    CHECK(fall(1200) == doctest::Approx(-60).epsilon(0.05));
}
#endif
