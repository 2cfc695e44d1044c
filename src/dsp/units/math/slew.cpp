// Follows its input no faster than two given speeds.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Slew {
    static constexpr Facts facts{
        .name = "slew",
        .aliases = "slewlimiter",
        .group = "math",
        .summary = "Follows a sound or number no faster than the given speeds up and down.",
        .role = Role::math,
        .inputs = {operand("x", "the sound or number to follow"),
                   param("rise", "fastest way up, in units a second", Measure::none, 0, 100000, 10),
                   param("fall", "fastest way down, in units a second", Measure::none, 0, 100000, 10)},
        .example = "out $ sine (square 2 * 100 + 300 # slew 2000 500) * 0.3",
        .see_also = "lag",
    };
    template <int L>
    struct State {
        Float<L> y{0.0f};
        Int<L> begun{0};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> x = io.in(0), rise = io.in(1), fall = io.in(2);
        s.y = select(s.begun, s.y, x.at(0));
        s.begun = Int<L>(-1);
        const Float<L> frame(io.frame_seconds());
        for (int i = 0; i < io.frames(); ++i) {
            s.y += clamp(x.at(i) - s.y, -(max(fall.at(i), 0.0f) * frame), max(rise.at(i), 0.0f) * frame);
            io.out(i, s.y);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(slew, Slew)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("slew climbs and falls in straight lines of the given speeds") {
    Signal step(48000, 0.0f);
    for (std::size_t i = 1; i < 24000; ++i) step[i] = 1;
    const Signal y = run_unit("slew", {{{"rise", 10}, {"fall", 4}}, {{"x", step}}}, 48000);
    CHECK(y[2400] == doctest::Approx(0.5).epsilon(1e-3).scale(0));
    CHECK(y[10000] == doctest::Approx(1.0).epsilon(1e-3));
    CHECK(y[24000 + 5999] == doctest::Approx(0.5).epsilon(1e-3).scale(0));
}
#endif
