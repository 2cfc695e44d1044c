// A rotating loudspeaker: the treble horn and the bass drum turn at their own speeds; each turn moves the source to and
// from the listener (Doppler), makes it louder and softer, and pans it (J. Smith, S. Serafin, J. Abel, D. Berners,
// "Doppler simulation and the Leslie", DAFx 2002).
#include "dsp/math/delay_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Leslie {
    static constexpr Facts facts{
        .name = "leslie",
        .aliases = "rotary",
        .group = "modulation",
        .summary = "A rotating loudspeaker: speeds up and slows down like the cabinet of an organ.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to rotate"),
                   param("rate", "turns of the horn a second; slow about 0.8, fast about 6.7", Measure::hertz, 0, 12,
                         6.7f),
                   param("size", "radius of the horn, in metres", Measure::none, 0, 1, 0.3f),
                   param("mix", "0 is the sound alone, 1 the loudspeaker alone", Measure::ratio, 0, 1, 1)},
        .example = "out $ organ \"110 138.59 164.81\" 0.5 # leslie \"0.8 6.7\" * 0.4",
        .see_also = "organ vibrato tremolo autopan",
        .tail = 0.3f,
    };
    static constexpr float longest = 0.02f, sound_speed = 343;

    template <int L>
    struct Rotor {
        Phase<L> phase;
        Float<L> rate{-1.0f};  // turns a second now
    };
    template <int L>
    struct State {
        Word<L> now{0u};
        SvfState<L> low[2], high[2];
        Rotor<L> horn, drum;
        Float<L> radius{-1.0f};
    };
    static std::size_t memory_words(float rate) noexcept { return 2 * line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), rate = io.in(1), size = io.in(2), mix = io.in(3);
        const std::uint32_t words = line_words(io.rate(), longest);
        const DelayLine<L> treble(io.memory(), words), bass(io.memory() + std::size_t{words} * L, words);
        const SvfCoefficients<L> split(Float<L>(800.0f), Float<L>(0.70710678f), io.rate());
        const float frame = io.frame_seconds();
        // The drum is heavier than the horn.
        const Float<L> horn_inertia(frame / 0.35f), drum_inertia(frame / 1.2f), radius_inertia(frame / 0.05f);
        const Float<L> one(1.0f);
        const auto turn = [&](Rotor<L>& r, Float<L> target, Float<L> inertia) {
            r.rate = select(r.rate < 0.0f, target, r.rate + inertia * (target - r.rate));
            r.phase.advance(PhaseStep<L>(r.rate, io.rate()));
            return r.phase.turns();
        };
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = left.at(i), y = right.at(i);
            const Float<L> in = (x + y) * Float<L>(0.5f);
            // Linkwitz-Riley: both halves together have the spectrum of the whole.
            const auto first = s.low[0].step(in, split);
            bass.write(s.now, s.low[1].step(first.low, split).low);
            treble.write(s.now, s.high[1].step(s.high[0].step(in, split).high, split).high);
            const Float<L> speed = clamp(rate.at(i), 0.0f, 12.0f);
            const Float<L> asked = clamp(size.at(i), 0.0f, 1.0f);
            s.radius = select(s.radius < 0.0f, asked, s.radius + radius_inertia * (asked - s.radius));
            const Float<L> horn = turn(s.horn, speed, horn_inertia);
            const Float<L> drum = turn(s.drum, speed * Float<L>(0.87f), drum_inertia);
            const Float<L> way = s.radius * Float<L>(io.rate() / sound_speed);
            for (int side = 0; side < 2; ++side) {
                // Microphones stand a quarter of a turn apart.
                const Float<L> horn_at = sin_turns(horn + Float<L>(side == 0 ? 0.0f : 0.25f));
                const Float<L> drum_at = sin_turns(drum + Float<L>(side == 0 ? 0.0f : 0.25f));
                const Float<L> high = treble.read(s.now, (one - horn_at) * way + one) *
                                      (one + horn_at * Float<L>(0.4f)) * Float<L>(0.9285f);
                const Float<L> low = bass.read(s.now, (one - drum_at) * way * Float<L>(0.5f) + one) *
                                     (one + drum_at * Float<L>(0.2f)) * Float<L>(0.98f);
                io.out(i, side, dry_wet(side == 0 ? x : y, high + low, mix.at(i)));
            }
            s.now += Word<L>(1u);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(leslie, Leslie)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
#include <complex>
#include <numbers>
using namespace phonon::dsp;
TEST_CASE("leslie swings the pitch of a tone by the speed of its horn over that of sound") {
    const Signal y = run_unit("leslie", {{{"rate", 5}, {"size", 0.3f}}, {}}, 96000, sine_wave(3000, 96000));
    Signal left;
    for (std::size_t i = 0; i < y.size(); i += 2) left.push_back(y[i]);
    // The longest and shortest wave in a second, over tens of waves each.
    double highest = 0, lowest = 1e9;
    for (int from = 48000; from < 95000; from += 480) {
        const double f = frequency_of(Signal(left.begin() + from, left.begin() + from + 960));
        highest = std::max(highest, f);
        lowest = std::min(lowest, f);
    }
    const double swing = 2 * std::numbers::pi * 5 * 0.3 / 343;
    CHECK(highest / 3000 - 1 == doctest::Approx(swing).epsilon(0.1).scale(0));
    CHECK(1 - lowest / 3000 == doctest::Approx(swing).epsilon(0.1).scale(0));
}
TEST_CASE("leslie keeps the loudness of what it turns, bass and treble alike") {
    for (const double hertz : {150.0, 4000.0}) {
        const Signal y = run_unit("leslie", {{{"rate", 6}}, {}}, 96000, sine_wave(hertz, 96000));
        CHECK(rms(y, 96000) == doctest::Approx(std::sqrt(0.5)).epsilon(0.06).scale(0));
    }
}
TEST_CASE("leslie takes its time to speed up") {
    Signal rate(96000, 0.8f);
    for (std::size_t i = 48000; i < 96000; ++i) rate[i] = 6.7f;
    const Signal y = run_unit("leslie", {{}, {{"rate", rate}}}, 96000, sine_wave(3000, 96000));
    const auto swing = [&](int from) {  // how much the level moves in 0.1 s
        double least = 1e9, most = 0;
        for (int k = from; k < from + 4800; k += 240) {
            double p = 0;
            for (int j = k; j < k + 240; ++j)
                p = std::max(p, std::abs(static_cast<double>(y[static_cast<std::size_t>(2 * j)])));
            least = std::min(least, p);
            most = std::max(most, p);
        }
        return most - least;
    };
    CHECK(swing(88000) > 1.5 * swing(48000));
}
TEST_CASE("leslie's drum turns at 0.87 of the rate, half as large, and sways the bass by a fifth") {
    const Signal y = run_unit("leslie", {{{"rate", 4}, {"size", 1}}, {}}, 240000, sine_wave(150, 240000));
    Signal left;
    for (std::size_t i = 96000; i < y.size(); i += 2) left.push_back(y[i]);
    // A tone that is made louder and softer by m has two neighbours of half of m; Doppler turns their balance.
    const double turn = 4 * 0.87, one = level_at(left, 150);
    const double up = level_at(left, 150 + turn), down = level_at(left, 150 - turn);
    const double m = 0.2, b = 2 * 3.14159265 * 150 * 0.5 / 343;
    // Amplitude and phase swing together: cos(w t - b (1 - sin)) (1 + m sin).
    double theory_up = 0, theory_one = 0, theory_down = 0;
    for (const int n : {1, 0, -1}) {
        const auto bessel = [&](int k) { return (k < 0 && k % 2 != 0 ? -1 : 1) * std::cyl_bessel_j(std::abs(k), b); };
        const std::complex<double> i(0, 1);
        const std::complex<double> part = bessel(n) + m / (2.0 * i) * (bessel(n - 1) - bessel(n + 1));
        (n == 1 ? theory_up : n == 0 ? theory_one : theory_down) = std::abs(part);
    }
    CHECK(up / one == doctest::Approx(theory_up / theory_one).scale(0).epsilon(0.04));
    CHECK(down / one == doctest::Approx(theory_down / theory_one).scale(0).epsilon(0.04));
    CHECK(level_at(left, 150 + 4) < 0.1 * up);
}
TEST_CASE("leslie standing still splits at 800 Hz and is as loud at every frequency but for its two ways") {
    // Horn and drum stand at the middle of their swing, so both have gains near 1; the horn is further away, so where
    // the halves meet they may weaken each other, and far from there they do not.
    for (const double hertz : {100.0, 300.0, 3000.0, 8000.0}) {
        const Signal y = run_unit("leslie", {{{"rate", 0}, {"size", 0}}, {}}, 96000, sine_wave(hertz, 96000));
        Signal left;
        for (std::size_t i = 48000; i < 96000; ++i) left.push_back(y[2 * i]);
        CHECK(level_at(left, hertz) == doctest::Approx(hertz < 800 ? 0.98 : 0.9285).scale(0).epsilon(0.04));
    }
}
#endif
