// Band-limited impulse train: the kernel of math/blep.hpp once a period, less its mean. All harmonics being equally
// strong, aliases lie 65 dB below the fundamental up to 20 kHz, not 75 as those of a saw.
#include "dsp/math/blep.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Blip {
    static constexpr Facts facts{
        .name = "blip",
        .group = "osc",
        .summary = "Band-limited impulse train: one click a period, all harmonics equally strong.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ blip 55 # bpf (sine 0.2 * 900 + 1200) 4",
        .see_also = "impulse pulse saw",
        .tail = -1,
    };
    template <int L>
    struct State {
        Phase<L> phase;
        Blep<L> blep;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0);
        BlepLine<L> line(s.blep);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(freq.at(i), io.rate());
            for (const int end = freq.until(i); i < end; ++i) {
                line.add(i, Float<L>(0.0f) - abs(step.turns));
                io.out(i, line.take(i));
                s.phase.advance(step);
                const Crossing<L> turn = s.phase.crossing(step);
                if (any(turn.where)) line.pulse(i + 1, turn.where, turn.since(), Float<L>(1.0f));
            }
        }
        line.keep(io.frames());
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(blip, Blip)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("blip has equal harmonics, no DC, and clicks of nearly full height") {
    const Signal x = run_unit("blip", {{{"freq", 480}}, {}}, 48000);
    for (const int n : {1, 2, 10, 25})
        CHECK(level_at(x, 480.0 * n) == doctest::Approx(2 * 480.0 / 48000).epsilon(0.01).scale(0));
    CHECK(level_at(x, 0) < 1e-5);
    CHECK(peak(x) > 0.6);
    CHECK(peak(x) < 1.0);
}

TEST_CASE("blip has no alias above -70 dB of its fundamental below 20 kHz") {
    for (const double hertz : {441.7, 1103.1, 4411.9, 9973.3}) {
        CAPTURE(hertz);
        CHECK(alias_db(run_unit("blip", {{{"freq", static_cast<float>(hertz)}}, {}}, 40000), hertz) < -70);
    }
}
#endif
