// A one-pole low-pass whose time is what is left of a step after it: a thousandth, as in SuperCollider's Lag.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Lag {
    static constexpr Facts facts{
        .name = "lag",
        .group = "math",
        .summary = "Smooths steps: glides to each new value in the given time.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number to smooth"),
                   param("time", "how long a step takes until it is as good as done", Measure::seconds, 0, 10, 0.1f)},
        .example = "out $ saw (\"110 220 165\" # lag 0.2) # lpf 900 * 0.3",
        .see_also = "slew lpf",
    };
    template <int L>
    struct State {
        Float<L> y{0.0f};
        Int<L> begun{0};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> x = io.in(0), time = io.in(1);
        // It begins at the first value: a glide from 0 would be heard at every start.
        s.y = select(s.begun, s.y, x.at(0));
        s.begun = Int<L>(-1);
        for (int i = 0; i < io.frames();) {
            const Float<L> frames = max(time.at(i) * Float<L>(io.rate()), 1e-3f);
            const Float<L> keep = exp(Float<L>(-6.90775528f) / frames);  // ln(1/1000)
            for (const int end = time.until(i); i < end; ++i) {
                s.y = x.at(i) + keep * (s.y - x.at(i));
                io.out(i, s.y);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(lag, Lag)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("lag begins at its first value and has done 99.9 percent of a step after its time") {
    Signal step(20000, 1.0f);
    for (std::size_t i = 0; i < 1000; ++i) step[i] = 0;
    const Signal y = run_unit("lag", {{{"time", 0.1f}}, {{"x", step}}}, 20000);
    CHECK(y[999] == 0.0f);
    CHECK(y[999 + 4800] == doctest::Approx(0.999).epsilon(1e-4));
    CHECK(y[999 + 1600] == doctest::Approx(0.9).epsilon(1e-3));
    CHECK(run_unit("lag", {{{"x", 5}}, {}}, 10)[0] == 5.0f);
    CHECK(run_unit("lag", {{{"time", 0}}, {{"x", step}}}, 2000)[1000] == 1.0f);
}
TEST_CASE("lag closes in on a step from one side, by a thousandth of the way in its time") {
    Signal x(9600, 1.0f);
    for (std::size_t i = 0; i < 4800; ++i) x[i] = -1;
    const Signal y = run_unit("lag", {{{"time", 0.05f}}, {{"x", x}}}, 9600);
    for (const std::size_t i : {0u, 600u, 1200u, 2399u})
        CHECK(y[4800 + i] ==
              doctest::Approx(1 - 2 * std::pow(0.001, (static_cast<double>(i) + 1) / 2400)).scale(1).epsilon(1e-4));
}
#endif
