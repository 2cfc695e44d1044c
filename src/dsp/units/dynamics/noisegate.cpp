// A gate with hysteresis: opens at the threshold, closes 4 dB below it and not before its hold is over (U. Zoelzer,
// "DAFX: digital audio effects", Wiley 2011, chapter 4).
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Noisegate {
    static constexpr Facts facts{
        .name = "noisegate",
        .aliases = "noise_gate",
        .group = "dynamics",
        .summary = "Silences a sound while it is softer than the threshold.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to gate"),
                   needed("threshold_db", "level at which it opens", Measure::decibels, -100, 0, -40),
                   param("attack", "time to open", Measure::seconds, 0, 1, 0.001f),
                   param("release", "time to close", Measure::seconds, 0, 5, 0.05f),
                   param("hold", "time that it stays open after the sound fell below", Measure::seconds, 0, 2, 0.02f)},
        .example = "out $ s \"cp*2\" # reverb 0.7 0.3 0.5 # noisegate -24 :release 0.02",
        .see_also = "expander gate",
    };
    template <int L>
    struct State {
        Float<L> held{0.0f};  // seconds that are left
        Float<L> gain{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), threshold = io.in(1);
        const In<L> attack = io.in(2), release = io.in(3), hold = io.in(4);
        const float frame = io.frame_seconds();
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = left.at(i), y = right.at(i);
            const Float<L> over = frame_decibels(max(abs(x), abs(y))) - threshold.at(i);
            const Mask<L> loud = (over >= 0.0f) | ((over >= -4.0f) & (s.held > 0.0f));
            // At least 3 ms, or the gate would chatter inside one wave of a bass.
            s.held = select(loud, clamp(hold.at(i), 0.003f, 2.0f), max(s.held - Float<L>(frame), 0.0f));
            const Float<L> up = Float<L>(frame) / max(attack.at(i), frame),
                           down = Float<L>(frame) / max(release.at(i), frame);
            s.gain = clamp(s.gain + select(s.held > 0.0f, up, -down), 0.0f, 1.0f);
            io.out(i, 0, x * s.gain);
            io.out(i, 1, y * s.gain);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(noisegate, Noisegate)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("noisegate passes what is loud, silences what is soft, and closes in its hold and release") {
    Signal x = sine_wave(200, 48000, 0.5);
    for (std::size_t i = 24000; i < x.size(); ++i) x[i] *= 0.001f;
    const Signal y =
        run_unit("noisegate", {{{"threshold_db", -30}, {"release", 0.05f}, {"hold", 0.05f}}, {}}, 48000, x);
    CHECK(y[2 * 20060] == x[20060]);
    CHECK(y[2 * (24000 + 2300)] == doctest::Approx(x[24000 + 2300]).scale(0));
    CHECK(peak(y, 2 * (24000 + 4900)) == 0.0);
}
TEST_CASE("noisegate stays open between the thresholds but does not open there") {
    const Signal middle(48000, 0.1f * 0.8f);  // 2 dB below
    CHECK(peak(run_unit("noisegate", {{{"threshold_db", -20}}, {}}, 48000, middle)) == 0.0);
    Signal fallen = middle;
    for (std::size_t i = 0; i < 1000; ++i) fallen[i] = 0.2f;
    CHECK(run_unit("noisegate", {{{"threshold_db", -20}}, {}}, 48000, fallen).back() == doctest::Approx(0.08).scale(0));
}
TEST_CASE("noisegate gives both sides the same gain") {
    Signal x = sine_wave(300, 9600, 0.9);
    for (std::size_t i = 0; i < 3000; ++i) x[i] *= 0.05f;
    const Signal y = run_unit("noisegate", {{{"threshold_db", -20}}, {}}, 9600, x);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(y[2 * i] == y[2 * i + 1]);
}
TEST_CASE("noisegate opens in its attack, and holds down to 4 dB below its threshold") {
    Signal x(24000, 0.2f);
    const Settings set{{{"threshold_db", -20}, {"attack", 0.01f}, {"release", 0.02f}, {"hold", 0.01f}}, {}};
    const Signal y = run_unit("noisegate", set, 24000, x);
    CHECK(y[2 * 239] == doctest::Approx(0.1).scale(0).epsilon(0.005));
    CHECK(y[2 * 480] == 0.2f);
    for (const double below : {3.9, 4.1}) {
        for (std::size_t i = 2400; i < x.size(); ++i) x[i] = static_cast<float>(0.1 * std::pow(10, -below / 20));
        const Signal z = run_unit("noisegate", set, 24000, x);
        CHECK((z.back() == 0.0f) == (below > 4));
        if (below > 4) {
            CHECK(z[2 * (2399 + 470)] == x[2400]);
            CHECK(z[2 * (2399 + 480 + 480)] == doctest::Approx(x[2400] / 2).scale(0).epsilon(0.01));
        }
    }
}
#endif
