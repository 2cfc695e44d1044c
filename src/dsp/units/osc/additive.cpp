// A tone put together from its partials.
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Additive {
    static constexpr Facts facts{
        .name = "additive",
        .group = "osc",
        .summary = "A tone from the levels of its first eleven partials, each of which may move.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220),
                   param("a1", "level of the fundamental", Measure::ratio, -1, 1, 0.5f),
                   param("a2", "level of the second partial", Measure::ratio, -1, 1, 0),
                   param("a3", "level of the third", Measure::ratio, -1, 1, 0),
                   param("a4", "level of the fourth", Measure::ratio, -1, 1, 0),
                   param("a5", "level of the fifth", Measure::ratio, -1, 1, 0),
                   param("a6", "level of the sixth", Measure::ratio, -1, 1, 0),
                   param("a7", "level of the seventh", Measure::ratio, -1, 1, 0),
                   param("a8", "level of the eighth", Measure::ratio, -1, 1, 0),
                   param("a9", "level of the ninth", Measure::ratio, -1, 1, 0),
                   param("a10", "level of the tenth", Measure::ratio, -1, 1, 0),
                   param("a11", "level of the eleventh", Measure::ratio, -1, 1, 0)},
        .example = "out $ additive 110 0.4 0 (sine 0.3 * 0.2) 0 0.1 0 0.06 * 0.6",
        .see_also = "organ sine fm",
        .tail = -1,
    };
    static constexpr int partials = max_inputs - 1;

    template <int L>
    struct State {
        Phase<L> phase;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0);
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(freq.at(i), io.rate());
            int end = freq.until(i);
            for (int p = 1; p <= partials; ++p) {
                const int next = io.in(p).until(i);
                end = next < end ? next : end;
            }
            Float<L> level[partials];
            bool used[partials];
            for (int p = 0; p < partials; ++p) {
                const float n = static_cast<float>(p + 1);
                const Mask<L> heard = abs(step.turns) * Float<L>(n) < 0.47f;
                level[p] = select(heard, clamp(io.in(p + 1).at(i), -16.0f, 16.0f), 0.0f);
                used[p] = any<L>(level[p] != 0.0f);
            }
            for (; i < end; ++i) {
                Float<L> sum(0.0f);
                for (int p = 0; p < partials; ++p)
                    if (used[p])
                        sum += level[p] *
                               sin_turns(Phase<L>{s.phase.at * Word<L>(static_cast<std::uint32_t>(p + 1))}.turns());
                io.out(i, sum);
                s.phase.advance(step);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(additive, Additive)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("additive has the partials it is given") {
    const Signal x = run_unit("additive", {{{"freq", 300}, {"a1", 0.5f}, {"a3", 0.25f}, {"a11", -0.125f}}, {}}, 48000);
    CHECK(level_at(x, 300) == doctest::Approx(0.5).epsilon(0.001).scale(0));
    CHECK(level_at(x, 600) < 1e-5);
    CHECK(level_at(x, 900) == doctest::Approx(0.25).epsilon(0.001).scale(0));
    CHECK(level_at(x, 3300) == doctest::Approx(0.125).epsilon(0.001).scale(0));
    CHECK(level_at(x, 0) < 1e-5);
}
TEST_CASE("additive leaves out what lies above half the rate") {
    CHECK(alias_db(run_unit("additive", {{{"freq", 4411.9f}, {"a1", 0.5f}, {"a9", 0.5f}}, {}}, 40000), 4411.9) < -90);
}
TEST_CASE("additive adds up sines that begin together") {
    const Signal x = run_unit("additive", {{{"freq", 300}, {"a1", 0.5f}, {"a2", -0.3f}, {"a5", 0.25f}}, {}}, 480);
    for (std::size_t i = 0; i < x.size(); i += 7) {
        const double t = 2 * 3.14159265 * 300 * static_cast<double>(i) / 48000;
        CHECK(
            x[i] ==
            doctest::Approx(0.5 * std::sin(t) - 0.3 * std::sin(2 * t) + 0.25 * std::sin(5 * t)).scale(1).epsilon(1e-4));
    }
}
#endif
