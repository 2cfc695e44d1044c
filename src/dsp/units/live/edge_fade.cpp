// What a hot swap puts where a unit reads another source than before: the way from the old one to the new one.
//
// A straight line for numbers; equal power for sounds, whose sum would dip on a straight line when they have nothing
// to do with each other. Once it is over, the output is the new source's bits.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct EdgeFade {
    static constexpr Facts facts{
        .name = "edge_fade",
        .group = "live",
        .summary = "What an edit puts where a unit reads another source than before: the way from the old to the new.",
        .role = Role::math,
        .inputs = {audio("old", "the source that was read"), audio("new", "the source that is read from now on"),
                   param("dur", "time that it takes", Measure::seconds, 0, 10, 0.02f),
                   param("power", "0: a straight line, 1: equal power", Measure::none, 0, 1, 0)},
        .example = "out $ edge_fade (saw 110) (saw 220) 0.02 1 * 0.3",
        .see_also = "ring_out xfade",
        .tail = -1,
    };
    template <int L>
    struct State {
        Float<L> age{0.0f};  // frames
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> old = io.in(0), fresh = io.in(1), dur = io.in(2), power = io.in(3);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> length = max(dur.at(i) * io.rate(), 1.0f);
            const Float<L> part = min(s.age / length, 1.0f);
            s.age = min(s.age + Float<L>(1.0f), length);
            const Float<L> a = old.at(i), b = fresh.at(i);
            const Float<L> straight = a + part * (b - a);
            const Float<L> round = a * sin_quarter((Float<L>(1.0f) - part) * 0.25f) + b * sin_quarter(part * 0.25f);
            io.out(i, select(part >= 1.0f, b, select(power.at(i) > 0.5f, round, straight)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(edge_fade, EdgeFade)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("edge_fade goes from one source to the other and then is the other") {
    const Signal y =
        run_unit("edge_fade", {{{"dur", 0.01f}}, {{"old", Signal(1000, 3.0f)}, {"new", Signal(1000, 7.0f)}}}, 1000);
    CHECK(y[0] == 3.0f);
    CHECK(y[240] == doctest::Approx(5.0));
    for (std::size_t i = 480; i < y.size(); ++i) CHECK(y[i] == 7.0f);
    for (std::size_t i = 1; i < 480; ++i) CHECK(y[i] - y[i - 1] == doctest::Approx(4.0 / 480).epsilon(1e-3).scale(0));
}
TEST_CASE("edge_fade changes no bit where both sources are one") {
    Signal x(900);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 17) * 0.123f - 1;
    CHECK(run_unit("edge_fade", {{{"dur", 0.01f}}, {{"old", x}, {"new", x}}}, 900) == x);
}
TEST_CASE("edge_fade keeps the power of two sources that have nothing in common") {
    const Signal one(480, 1.0f), none(480, 0.0f);
    const Signal out = run_unit("edge_fade", {{{"dur", 0.01f}, {"power", 1}}, {{"old", one}, {"new", none}}}, 480);
    const Signal in = run_unit("edge_fade", {{{"dur", 0.01f}, {"power", 1}}, {{"old", none}, {"new", one}}}, 480);
    for (std::size_t i = 0; i < out.size(); ++i)
        CHECK(out[i] * out[i] + in[i] * in[i] == doctest::Approx(1).epsilon(1e-4));
}
#endif
