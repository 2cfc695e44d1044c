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
#include <complex>
using namespace phonon::dsp;
TEST_CASE("moog has the response of four sections with feedback, half of the bass that it takes given back") {
    const double pi = 3.14159265358979;
    for (const float res : {0.0f, 0.4f, 0.8f})
        for (const double hertz : {20.0, 250.0, 500.0, 600.0, 1000.0, 4000.0, 8000.0}) {
            CAPTURE(res);
            CAPTURE(hertz);
            const Signal y =
                run_unit("moog", {{{"cutoff", 500}, {"res", res}}, {}}, 96000, sine_wave(hertz, 96000, 0.001));
            const std::complex<double> section =
                1.0 / std::complex<double>(1, std::tan(pi * hertz / 48000) / std::tan(pi * 500 / 48000));
            const std::complex<double> four = section * section * section * section;
            const double k = 4 * static_cast<double>(res);
            CHECK(level_at(Signal(y.begin() + 48000, y.end()), hertz) / 0.001 ==
                  doctest::Approx(std::abs((1 + k / 2) * four / (1.0 + k * four))).scale(0).epsilon(0.005));
        }
}
TEST_CASE("moog oscillates at its cutoff when resonance is full, in tune, and no louder than its saturation") {
    for (const float hertz : {110.0f, 440.0f, 3520.0f}) {
        const Signal x = run_unit("moog", {{{"cutoff", hertz}, {"res", 1.1f}}, {}}, 96000, impulse_wave(96000));
        const Signal late(x.end() - 24000, x.end());
        CHECK(rms(late) > 0.05);
        CHECK(peak(late) < 1.1);
        CHECK(frequency_of(late) == doctest::Approx(hertz).epsilon(0.01).scale(0));
    }
}
#endif
