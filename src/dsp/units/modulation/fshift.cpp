// Frequency shifter: a single sideband, made from two allpass chains whose outputs are 90 degrees apart from 20 Hz to
// nearly half the rate. Coefficients by O. Niemitalo, "Hilbert transform", yehar.com, 1999 (four second-order allpasses
// a chain, a^2 at each; the first chain is one frame later); error of the angle below 0.7 degrees.
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Fshift {
    static constexpr Facts facts{
        .name = "fshift",
        .aliases = "frequencyshifter",
        .group = "modulation",
        .summary = "Moves every partial by the same number of Hz: slightly, a swirl; widely, bells and machines.",
        .inputs = {audio("in", "the sound to shift"),
                   needed("hertz", "how far up; below 0 down", Measure::hertz, -10000, 10000, 50),
                   param("mix", "0 is the sound alone, 1 the shifted sound alone", Measure::ratio, 0, 1, 1)},
        .example = "out $ s \"bd*2 sn\" # fshift (sine 0.25 * 100) 0.5 * 0.7",
        .see_also = "ring vibrato",
        .tail = 0.2f,
    };
    static constexpr int sections = 4;
    static constexpr float chains[2][sections] = {
        {0.6923878f, 0.9360654322959f, 0.9882295226860f, 0.9987488452737f},
        {0.4021921162426f, 0.8561710882420f, 0.9722909545651f, 0.9952884791278f}};

    // y(n) = a^2 (x(n) + y(n - 2)) - x(n - 2)
    template <int L>
    struct Section {
        Float<L> x1{0.0f}, x2{0.0f}, y1{0.0f}, y2{0.0f};
        PHONON_INLINE Float<L> step(Float<L> x, float a) noexcept {
            const Float<L> y = Float<L>(a * a) * (x + y2) - x2;
            x2 = x1;
            x1 = x;
            y2 = y1;
            y1 = y;
            return y;
        }
    };
    template <int L>
    struct State {
        Section<L> section[2][sections];
        Float<L> late{0.0f};
        Phase<L> phase;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), hertz = io.in(1), mix = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            Float<L> a = x, b = x;
            for (int k = 0; k < sections; ++k) {
                a = s.section[0][k].step(a, chains[0][k]);
                b = s.section[1][k].step(b, chains[1][k]);
            }
            const Float<L> angle = s.phase.turns();
            const Float<L> y = s.late * cos_turns(angle) + b * sin_turns(angle);
            s.late = a;
            s.phase.advance(PhaseStep<L>(hertz.at(i), io.rate()));
            io.out(i, x + clamp(mix.at(i), 0.0f, 1.0f) * (y - x));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(fshift, Fshift)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("fshift moves a tone by its Hz up or down, with the mirror image 38 dB below") {
    for (const double tone : {100.0, 1000.0, 8000.0})
        for (const double shift : {60.0, -60.0}) {
            const Signal y =
                run_unit("fshift", {{{"hertz", static_cast<float>(shift)}}, {}}, 96000, sine_wave(tone, 96000));
            const Signal settled(y.begin() + 48000, y.end());
            CHECK(level_at(settled, tone + shift) == doctest::Approx(1).epsilon(0.01));
            CHECK(level_at(settled, tone - shift) < 0.0126);
        }
}
#endif
