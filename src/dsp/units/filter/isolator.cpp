// Three bands with a gain each, as on a DJ's mixer. The bands are split by Linkwitz-Riley filters of fourth order,
// whose parts add up to an allpass: what is not touched is heard as it is (S. Linkwitz, "Active crossover networks for
// noncoincident drivers", Journal of the Audio Engineering Society 24(1), 1976).
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Isolator {
    static constexpr Facts facts{
        .name = "isolator",
        .aliases = "crossover eq3",
        .group = "filter",
        .summary = "Bass, middle and treble of a sound, each with its own gain: a DJ's isolator.",
        .inputs = {audio("in", "the sound to split"),
                   param("low_db", "gain of the bass; -80 and below takes it out", Measure::decibels, -80, 24, 0),
                   param("mid_db", "gain of the middle", Measure::decibels, -80, 24, 0),
                   param("high_db", "gain of the treble", Measure::decibels, -80, 24, 0),
                   param("low_freq", "where the bass ends", Measure::hertz, 20, 5000, 250, Curve::logarithmic),
                   param("high_freq", "where the treble begins", Measure::hertz, 100, 20000, 2500, Curve::logarithmic)},
        .example = "out $ s \"bd*4, hh*8, ~ cp\" # isolator \"<0 -80>\" 0 3",
        .see_also = "parametric_eq djf lowshelf highshelf",
        .tail = 0.3f,
    };
    template <int L>
    struct State {
        SvfState<L> low[4], high[3];
        Float<L> gain[3] = {Float<L>(-1.0f), Float<L>(-1.0f), Float<L>(-1.0f)};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), lower = io.in(4), upper = io.in(5);
        const Float<L> q(0.70710678f), root2(1.41421356f);
        // A gain that leaps is reached in some milliseconds.
        const Float<L> approach(1.0f - exp(Float<1>(-io.frame_seconds() / 0.003f)).lane(0));
        for (int i = 0; i < io.frames();) {
            const SvfCoefficients<L> a(lower.at(i), q, io.rate()), b(upper.at(i), q, io.rate());
            Float<L> target[3];
            for (int k = 0; k < 3; ++k) {
                const Float<L> db = io.in(1 + k).at(i);
                target[k] = select(db <= -80.0f, 0.0f, from_decibels(min(db, 24.0f)));
            }
            const int end = until(i, lower, upper, io.in(1), io.in(2), io.in(3));
            for (; i < end; ++i) {
                const Float<L> x = in.at(i);
                for (int k = 0; k < 3; ++k)
                    s.gain[k] = select(s.gain[k] < 0.0f, target[k], s.gain[k] + approach * (target[k] - s.gain[k]));
                const auto first = s.low[0].step(x, a);
                const Float<L> bass = s.low[1].step(first.low, a).low, rest = s.low[2].step(first.high, a).high;
                const auto second = s.high[0].step(rest, b);
                const Float<L> middle = s.high[1].step(second.low, b).low, treble = s.high[2].step(second.high, b).high;
                // The bass goes the way round that the others took through the upper split: an allpass.
                const auto round = s.low[3].step(bass, b);
                const Float<L> bass_round = bass - root2 * round.band - root2 * round.band;
                io.out(i, s.gain[0] * bass_round + s.gain[1] * middle + s.gain[2] * treble);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(isolator, Isolator)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("isolator untouched is flat") {
    for (const double hertz : {40.0, 250.0, 800.0, 2500.0, 9000.0})
        CHECK(gain_at("isolator", hertz, {}) == doctest::Approx(1).epsilon(0.001));
}
TEST_CASE("isolator's splits are 6 dB down and fall 24 dB an octave") {
    const Settings bass{{{"mid_db", -80}, {"high_db", -80}}, {}};
    CHECK(gain_at("isolator", 250, bass) == doctest::Approx(0.5).epsilon(0.005).scale(0));
    CHECK(gain_at("isolator", 1000, bass) / gain_at("isolator", 500, bass) ==
          doctest::Approx(1.0 / 16).epsilon(0.08).scale(0));
    const Settings treble{{{"low_db", -80}, {"mid_db", -80}}, {}};
    CHECK(gain_at("isolator", 2500, treble) == doctest::Approx(0.5).epsilon(0.01).scale(0));
    CHECK(gain_at("isolator", 600, treble) < 0.005);
}
TEST_CASE("isolator's bands come and go in 3 ms") {
    Signal db(9600, 0.0f);
    for (std::size_t i = 4800; i < db.size(); ++i) db[i] = -80;
    const Settings set{{}, {{"low_db", db}, {"mid_db", db}, {"high_db", db}}};
    const Signal y = run_unit("isolator", set, 9600, Signal(9600, 1.0f));
    CHECK(y[4799] == doctest::Approx(1).epsilon(0.002));
    CHECK(y[4800 + 143] == doctest::Approx(std::exp(-1)).scale(0).epsilon(0.01));
    CHECK(y[4800 + 431] == doctest::Approx(std::exp(-3)).scale(0).epsilon(0.02));
}
#endif
