// Band-limited triangle, whose corners are corrected: see math/blep.hpp for the method. Aliases lie 75 dB and more
// below the fundamental up to 20 kHz.
#include "dsp/math/blep.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Tri {
    static constexpr Facts facts{
        .name = "tri",
        .aliases = "triangle triangle_hz",
        .group = "osc",
        .summary = "Band-limited triangle wave, from -1 up to 1 and back: soft, odd harmonics only.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220)},
        .example = "out $ tri \"220 277 330\" * 0.4",
        .see_also = "sine square rawtri",
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
                const Float<L> x = s.phase.turns();
                line.add(i, Float<L>(1.0f) - abs(Float<L>(4.0f) * x - Float<L>(2.0f)));
                io.out(i, line.take(i));
                s.phase.advance(step);
                const Crossing<L> bottom = s.phase.crossing(step), top = s.phase.crossing(step, 0x80000000u);
                // The slope goes from -4 to 4 a turn at the bottom, whichever way the phase runs.
                const Float<L> bend = Float<L>(8.0f) * abs(step.turns);
                if (any(bottom.where)) line.corner(i + 1, bottom.where, bottom.since(), bend);
                if (any(top.where)) line.corner(i + 1, top.where, top.since(), -bend);
            }
        }
        line.keep(io.frames());
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(tri, Tri)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("tri has odd harmonics that fall as 1/n^2, and no DC") {
    const Signal x = run_unit("tri", {{{"freq", 440}}, {}}, 48000);
    CHECK(frequency_of(x) == doctest::Approx(440).epsilon(1e-4));
    for (const int n : {1, 3, 5, 11})
        CHECK(level_at(x, 440.0 * n) == doctest::Approx(8 / (3.14159 * 3.14159 * n * n)).epsilon(0.01));
    for (const int n : {0, 2, 4}) CHECK(level_at(x, 440.0 * n) < 1e-4);
}

TEST_CASE("tri has no alias above -75 dB of its fundamental below 20 kHz") {
    for (const double hertz : {441.7, 1103.1, 4411.9, 9973.3}) {
        CAPTURE(hertz);
        CHECK(alias_db(run_unit("tri", {{{"freq", static_cast<float>(hertz)}}, {}}, 40000), hertz) < -75);
    }
}
#endif
