// Frequency shifter: a single sideband, from two copies of the sound that are 90 degrees apart (math/hilbert.hpp).
#include "dsp/math/hilbert.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Fshift {
    static constexpr Facts facts{
        .name = "fshift",
        .aliases = "frequencyshifter frequency_shifter",
        .group = "modulation",
        .summary = "Moves every partial by the same number of Hz: slightly, a swirl; widely, bells and machines.",
        .inputs = {audio("in", "the sound to shift"),
                   needed("hertz", "how far up; below 0 down", Measure::hertz, -10000, 10000, 50),
                   param("mix", "0 is the sound alone, 1 the shifted sound alone", Measure::ratio, 0, 1, 1)},
        .example = "out $ s \"bd*2 sn\" # fshift (sine 0.25 * 100) 0.5 * 0.7",
        .see_also = "ring vibrato",
        .tail = 0.2f,
    };
    template <int L>
    struct State {
        Hilbert<L> hilbert;
        Phase<L> phase;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), hertz = io.in(1), mix = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            const auto pair = s.hilbert.step(x);
            const Float<L> angle = s.phase.turns();
            const Float<L> y = pair.cosine * cos_turns(angle) + pair.sine * sin_turns(angle);
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
TEST_CASE("fshift mixes the sound and what it has become") {
    const auto settled = [](float mix) {
        const Signal y = run_unit("fshift", {{{"hertz", 100}, {"mix", mix}}, {}}, 96000, sine_wave(1000, 96000));
        return Signal(y.begin() + 48000, y.end());
    };
    CHECK(level_at(settled(0), 1000) == doctest::Approx(1).epsilon(1e-4));
    CHECK(level_at(settled(0), 1100) < 1e-4);
    CHECK(level_at(settled(0.25f), 1000) == doctest::Approx(0.75).scale(0).epsilon(0.01));
    CHECK(level_at(settled(0.25f), 1100) == doctest::Approx(0.25).scale(0).epsilon(0.02));
}
#endif
