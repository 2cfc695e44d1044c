// Seven detuned saws in one line of corrections (math/blep.hpp), after A. Szabo, "How to emulate the super saw" (KTH
// 2010): free-running, with random phases, so that no attack is like another.
#include "dsp/math/blep.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/math/random.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Supersaw {
    static constexpr Facts facts{
        .name = "supersaw",
        .group = "osc",
        .summary = "Up to seven saws, detuned against each other: wide and shimmering.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220),
                   param("detune", "spread; at 1 the outer saws are 10 % off", Measure::ratio, 0, 1, 0.3f),
                   param("voices", "how many saws", Measure::none, 1, 7, 7)},
        .example = "out $ supersaw \"110 146.83\" 0.25 # lpf 3000 * 0.3",
        .see_also = "saw superpwm",
        .tail = -1,
    };
    static constexpr int most = 7;
    template <int L>
    struct State {
        Phase<L> phase[most];
        Int<L> begun{0};
        Blep<L> blep;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), detune = io.in(1), voices = io.in(2);
        for (int v = 0; v < most; ++v)
            s.phase[v].at =
                select(s.begun, s.phase[v].at, random_word(io.key(), Word<L>(static_cast<std::uint32_t>(v))));
        s.begun = Int<L>(-1);
        BlepLine<L> line(s.blep);
        for (int i = 0; i < io.frames();) {
            const Float<L> count = small_floor(clamp(voices.at(i), 1.0f, 7.0f));
            // Equal loudness for any number of voices.
            const Float<L> level = Float<L>(1.0f) / sqrt(count);
            const Float<L> spread = clamp(detune.at(i), 0.0f, 1.0f) * Float<L>(0.1f);
            const int end = until(i, freq, detune, voices);
            for (; i < end; ++i) {
                Float<L> sum(0.0f);
                for (int v = 0; v < most; ++v) {
                    const Float<L> x = s.phase[v].turns();
                    sum += select(count > static_cast<float>(v), x + x - Float<L>(1.0f), 0.0f);
                }
                line.add(i, sum * level);
                io.out(i, line.take(i));
                for (int v = 0; v < most; ++v) {
                    // The saws lie at 0, 1/3, -1/3, 2/3, -2/3, 1, -1 of the spread: fewer voices are the inner ones.
                    const float place = (v % 2 == 1 ? 1.0f : -1.0f) * static_cast<float>((v + 1) / 2) / 3.0f;
                    const PhaseStep<L> step(freq.at(i) * (Float<L>(1.0f) + spread * Float<L>(place)), io.rate());
                    s.phase[v].advance(step);
                    const Crossing<L> turn = s.phase[v].crossing(step);
                    const Mask<L> heard = turn.where & (count > static_cast<float>(v));
                    if (any(heard)) line.step(i + 1, heard, turn.since(), Float<L>(-2.0f) * level * turn.direction());
                }
            }
        }
        line.keep(io.frames());
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(supersaw, Supersaw)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("supersaw holds seven saws between 10 percent below and above") {
    const Signal x = run_unit("supersaw", {{{"freq", 1000}, {"detune", 1}}, {}}, 96000);
    for (const int k : {-3, -2, -1, 0, 1, 2, 3})
        CHECK(level_at(x, 1000 * (1 + 0.1 * k / 3)) == doctest::Approx(0.6366 / std::sqrt(7.0)).epsilon(0.02).scale(0));
    CHECK(level_at(x, 0) < 1e-3);
}
TEST_CASE("supersaw of one voice is a saw, and the loudness does not depend on the number") {
    const Signal one = run_unit("supersaw", {{{"freq", 441.7f}, {"voices", 1}}, {}}, 48000);
    CHECK(alias_db(one, 441.7) < -75);
    const Signal all = run_unit("supersaw", {{{"freq", 441.7f}, {"detune", 1}}, {}}, 480000);
    CHECK(rms(all) == doctest::Approx(rms(one)).epsilon(0.1).scale(0));
}
#endif
