// The transistor ladder with the delay-free loop solved (V. Zavalishin, "The art of VA filter design", 2012, chapter
// 5): four one-pole sections, their output fed back around them. The loop is solved as if it were linear and its sum is
// then saturated, as the transistor pairs do, so self-oscillation settles at a fixed level. See also T. Stilson and J.
// Smith, "Analyzing the Moog VCF with considerations for digital implementation", ICMC 1996.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Moog {
    static constexpr Facts facts{
        .name = "moog",
        .aliases = "moog_ladder moog_hz",
        .group = "filter",
        .summary = "Ladder low-pass, 24 dB an octave, warm; it sings by itself when resonance is full.",
        .inputs = {audio("in", "the sound to filter"),
                   param("cutoff", "frequency where it begins to fall", Measure::hertz, 10, 22000, 1000,
                         Curve::logarithmic),
                   param("res", "resonance; at 1 it oscillates", Measure::ratio, 0, 1.1f, 0.3f)},
        .example = "out $ saw \"55 55 110 82.5\" # moog (sine 0.25 * 700 + 900) 0.7 * 0.5",
        .see_also = "lpf rlpf",
        .tail = 0.5f,
    };
    template <int L>
    struct State {
        Float<L> s1{0.0f}, s2{0.0f}, s3{0.0f}, s4{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), cutoff = io.in(1), res = io.in(2);
        const Float<L> one(1.0f);
        for (int i = 0; i < io.frames();) {
            const Float<L> g =
                tan_half_turns(clamp(cutoff.at(i) * Float<L>(1.0f / io.rate()), 5.0f / io.rate(), 0.49f));
            const Float<L> k = Float<L>(4.0f) * clamp(res.at(i), 0.0f, 1.1f);
            const Float<L> low = one / (one + g), a = g * low;  // one section: out = a in + low state
            const Float<L> a2 = a * a;
            const Float<L> whole = one / (one + k * a2 * a2);
            // Half of what the feedback takes from the bass is given back.
            const Float<L> drive = one + Float<L>(0.5f) * k;
            const auto section = [&](Float<L>& state, Float<L> x) {
                const Float<L> v = (x - state) * a, y = v + state;
                state = y + v;
                return y;
            };
            for (const int end = until(i, cutoff, res); i < end; ++i) {
                const Float<L> held = low * (a2 * (a * s.s1 + s.s2) + a * s.s3 + s.s4);
                const Float<L> loop = tanh((drive * in.at(i) - k * held) * whole);
                io.out(i, section(s.s4, section(s.s3, section(s.s2, section(s.s1, loop)))));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(moog, Moog)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("moog falls 24 dB an octave") {
    const auto at = [](double hertz) {
        return level_at(run_unit("moog", {{{"cutoff", 500}, {"res", 0}}, {}}, 48000, sine_wave(hertz, 48000, 0.01)),
                        hertz);
    };
    CHECK(at(8000) / at(4000) == doctest::Approx(1.0 / 16).epsilon(0.2));
    CHECK(at(20) / 0.01 == doctest::Approx(1.0).epsilon(0.02));
    CHECK(at(500) / 0.01 == doctest::Approx(0.25).epsilon(0.02));
}
TEST_CASE("moog oscillates at its cutoff when resonance is full, in tune, and no louder than its saturation") {
    for (const float hertz : {110.0f, 440.0f, 3520.0f}) {
        const Signal x = run_unit("moog", {{{"cutoff", hertz}, {"res", 1.1f}}, {}}, 96000, impulse_wave(96000));
        const Signal late(x.end() - 24000, x.end());
        CHECK(rms(late) > 0.05);
        CHECK(peak(late) < 1.1);
        CHECK(frequency_of(late) == doctest::Approx(hertz).epsilon(0.01));
    }
}
#endif
