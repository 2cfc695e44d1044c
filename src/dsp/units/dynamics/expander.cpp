// A downward expander: the compressor of math/loudness.hpp for what lies below the threshold.
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Expander {
    static constexpr Facts facts{
        .name = "expander",
        .aliases = "expand",
        .group = "dynamics",
        .summary = "Makes soft parts softer: less room, less hiss, more punch.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to expand"),
                   needed("threshold_db", "level below which it works", Measure::decibels, -80, 0, -30),
                   param("ratio", "how many dB less out one dB less in makes", Measure::none, 1, 20, 2,
                         Curve::logarithmic),
                   param("attack", "time in which two thirds of the gain come back", Measure::seconds, 0, 1, 0.002f),
                   param("release", "time in which two thirds of the gain are taken away", Measure::seconds, 0, 5,
                         0.1f)},
        .example = "out $ s \"bd sn\" # reverb 0.4 0.5 0.5 # expander -30 3",
        .see_also = "noisegate compressor",
    };
    static constexpr float deepest = 60;  // dB

    template <int L>
    struct State {
        Branching<L> reduced;  // dB
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), threshold = io.in(1), ratio = io.in(2);
        const In<L> attack = io.in(3), release = io.in(4);
        for (int i = 0; i < io.frames();) {
            const Float<L> opening = kept_per_frame(attack.at(i), io.frame_seconds());
            const Float<L> closing = kept_per_frame(release.at(i), io.frame_seconds());
            for (const int end = until(i, attack, release); i < end; ++i) {
                const Float<L> x = left.at(i), y = right.at(i);
                const Float<L> under = threshold.at(i) - frame_decibels(max(abs(x), abs(y)));
                const Float<L> less = clamp(under * (max(ratio.at(i), 1.0f) - Float<L>(1.0f)), 0.0f, deepest);
                const Float<L> gain = from_decibels(-s.reduced.step(less, closing, opening));
                io.out(i, 0, x * gain);
                io.out(i, 1, y * gain);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(expander, Expander)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("expander's static curve falls by its ratio below the threshold, by 60 dB at most") {
    const auto settled = [](double in_db) {
        const Signal y = run_unit("expander", {{{"threshold_db", -30}, {"ratio", 3}}, {}}, 96000,
                                  Signal(96000, static_cast<float>(std::pow(10, in_db / 20))));
        return 20 * std::log10(static_cast<double>(y[y.size() - 2]));
    };
    CHECK(settled(-20) == doctest::Approx(-20).epsilon(0.001));
    CHECK(settled(-40) == doctest::Approx(-60).epsilon(0.001));
    CHECK(settled(-70) == doctest::Approx(-130).epsilon(0.001));
}
TEST_CASE("expander gives both sides the same gain") {
    Signal x = sine_wave(300, 9600, 0.9);
    for (std::size_t i = 0; i < 3000; ++i) x[i] *= 0.05f;
    const Signal y = run_unit("expander", {{{"threshold_db", -12}, {"ratio", 3}}, {}}, 9600, x);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(y[2 * i] == y[2 * i + 1]);
}
TEST_CASE("expander takes gain away in its release time and gives it back in its attack time") {
    Signal x(96000, 1.0f);
    for (std::size_t i = 24000; i < 72000; ++i) x[i] = 0.01f;
    const Signal y = run_unit(
        "expander", {{{"threshold_db", -30}, {"ratio", 2}, {"attack", 0.02f}, {"release", 0.1f}}, {}}, 96000, x);
    const auto reduced = [&](std::size_t i) { return 20 * std::log10(static_cast<double>(x[i] / y[2 * i])); };
    CHECK(reduced(24000 + 4799) == doctest::Approx(10 * (1 - std::exp(-1))).scale(0).epsilon(0.005));
    CHECK(reduced(71999) == doctest::Approx(10).epsilon(0.001));
    CHECK(reduced(72000 + 959) == doctest::Approx(10 * std::exp(-1)).scale(0).epsilon(0.005));
}
#endif
