// Ring modulation with a sine (H. Bode, "History of electronic sound modification", Journal of the Audio Engineering
// Society 32(10), 1984).
#include "dsp/math/contour.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Ring {
    static constexpr Facts facts{
        .name = "ring",
        .group = "modulation",
        .summary = "Multiplies the sound with a sine: every partial splits into two, metallic and bell-like.",
        .inputs = {audio("in", "the sound to multiply"),
                   needed("freq", "pitch of the sine", Measure::hertz, 0, 20000, 440, Curve::logarithmic),
                   param("mix", "0 is the sound alone, 1 the product alone", Measure::ratio, 0, 1, 1),
                   param("slide", "how far the pitch of the sine moves in its first second", Measure::hertz, -20000,
                         20000, 0)},
        .example = "out $ note \"c3 e3\" # s \"superpiano\" # ring 311 0.7",
        .see_also = "ring_mod fshift tremolo",
    };
    template <int L>
    struct State {
        Phase<L> phase;
        Progress<L> first_second;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), freq = io.in(1), mix = io.in(2), slide = io.in(3);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            io.out(i, x + clamp(mix.at(i), 0.0f, 1.0f) * (x * sin_turns(s.phase.turns()) - x));
            s.phase.advance(PhaseStep<L>(freq.at(i) + slide.at(i) * s.first_second.at, io.rate()));
            s.first_second.advance(Float<L>(1.0f), io.frame_seconds());
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ring, Ring)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ring splits a tone into sum and difference of half its level") {
    const Signal y = run_unit("ring", {{{"freq", 300}}, {}}, 48000, sine_wave(1000, 48000));
    CHECK(level_at(y, 700) == doctest::Approx(0.5).epsilon(0.001).scale(0));
    CHECK(level_at(y, 1300) == doctest::Approx(0.5).epsilon(0.001).scale(0));
    CHECK(level_at(y, 1000) < 1e-3);
}
TEST_CASE("ring slides for a second, then stays") {
    const Settings set{{{"freq", 1000}, {"slide", 500}}, {}};
    const Signal y = run_unit("ring", set, 96000, Signal(96000, 1.0f));
    CHECK(frequency_of(Signal(y.begin(), y.begin() + 480)) == doctest::Approx(1002.5).epsilon(0.002));
    CHECK(frequency_of(Signal(y.begin() + 23760, y.begin() + 24240)) == doctest::Approx(1250).epsilon(0.002));
    CHECK(frequency_of(Signal(y.begin() + 48000, y.end())) == doctest::Approx(1500).epsilon(1e-4));
}
#endif
