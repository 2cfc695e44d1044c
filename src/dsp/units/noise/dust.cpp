// Single frames at random moments: a Poisson process, as geiger counters have (J. McCartney's Dust in SuperCollider).
#include "dsp/math/random.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Dust {
    static constexpr Facts facts{
        .name = "dust",
        .group = "noise",
        .summary = "Single clicks of random heights at random moments.",
        .role = Role::source,
        .inputs = {param("density", "clicks a second, on average", Measure::hertz, 0, 48000, 10, Curve::linear)},
        .example = "out $ dust 12 # modal \"220 330\" 0.8 3 * 0.6",
        .see_also = "crackle impulse noise",
        .tail = -1,
    };
    template <int L>
    struct State {
        Counter<L> counter;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> density = io.in(0);
        for (int i = 0; i < io.frames(); ++i) {
            // The number that says whether it clicks, spread out again, also says how high.
            const Float<L> chance = clamp(density.at(i) * Float<L>(io.frame_seconds()), 0.0f, 1.0f);
            const Float<L> drawn = unipolar(s.counter.next(io.key()));
            io.out(i, select(drawn < chance, (drawn + Float<L>(1e-9f)) / max(chance, 1e-9f), 0.0f));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(dust, Dust)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("dust clicks as often as it is told, at heights from 0 to 1, at times that know nothing of each other") {
    const Signal x = run_unit("dust", {{{"density", 480}}, {}}, 480000);
    int clicks = 0, close = 0, last = -1000;
    double sum = 0;
    for (int i = 0; i < 480000; ++i) {
        const float y = x[static_cast<std::size_t>(i)];
        if (y == 0.0f) continue;
        CHECK((y > 0 && y <= 1));
        ++clicks;
        close += i - last < 69;  // half of all gaps of a Poisson process are shorter than ln 2 of its mean
        last = i;
        sum += static_cast<double>(y);
    }
    CHECK(clicks == doctest::Approx(4800).epsilon(0.05));
    CHECK(close == doctest::Approx(clicks / 2).epsilon(0.07).scale(0));
    CHECK(sum / clicks == doctest::Approx(0.5).epsilon(0.05).scale(0));
}
#endif
