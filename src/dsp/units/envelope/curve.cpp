// A bent ramp as a signal; `curve` bends it as in SuperCollider envelopes: (1 - e^(c p)) / (1 - e^c).
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct CurveUnit {
    static constexpr Facts facts{
        .name = "curve",
        .group = "envelope",
        .summary = "A bent ramp from one value to another, begun anew by every note (or every cycle).",
        .role = Role::source,
        .inputs = {needed("start", "value at the beginning", Measure::none, -1e6f, 1e6f, 0),
                   needed("end", "value at the end, which is held", Measure::none, -1e6f, 1e6f, 1),
                   param("dur", "time that it takes", Measure::seconds, 0, 600, 1),
                   param("curve", "0 is straight, below 0 fast at first, above 0 slow at first", Measure::none, -20, 20,
                         -4),
                   note_gate()},
        .example = "out $ sine (curve 400 50 0.3 -6) * curve 1 0 0.5 -4",
        .see_also = "line xline segments",
        .tail = -1,
    };
    template <int L>
    struct State {
        Ramp<L> ramp;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> start = io.in(0), end = io.in(1), dur = io.in(2), bend = io.in(3), gate = io.in(4);
        const Float<L> one(1.0f);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> p = s.ramp.step(gate.at(i), dur.at(i), io.frame_seconds());
            const Float<L> c = clamp(bend.at(i), -20.0f, 20.0f);
            // Close to straight the quotient loses its digits.
            const Mask<L> straight = abs(c) < 0.01f;
            const Float<L> bent = (one - exp(c * p)) / select(straight, 1.0f, one - exp(c));
            const Float<L> way = select(straight | (p >= 1.0f), p, bent);
            io.out(i, start.at(i) * (one - way) + end.at(i) * way);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(curve, CurveUnit)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("curve bends as its number says and arrives") {
    Signal gate(2000, 0.0f);
    gate[0] = 2;
    const auto half_way = [&](float c) {
        const Signal y =
            run_unit("curve", {{{"start", 0}, {"end", 1}, {"dur", 0.02f}, {"curve", c}}, {{"gate", gate}}}, 2000);
        CHECK(y[0] == 0.0f);
        CHECK(y[960] == 1.0f);
        return y[480];
    };
    CHECK(half_way(0) == doctest::Approx(0.5).epsilon(1e-4).scale(0));
    CHECK(half_way(-4) == doctest::Approx(0.88080));
    CHECK(half_way(4) == doctest::Approx(0.11920).epsilon(1e-4).scale(0));
}
TEST_CASE("curve runs from any start to any end, straight ones too") {
    Signal gate(2000, 0.0f);
    gate[0] = 2;
    for (const float c : {0.0f, 1e-4f, -3.0f}) {
        const Signal y =
            run_unit("curve", {{{"start", 5}, {"end", 2}, {"dur", 0.02f}, {"curve", c}}, {{"gate", gate}}}, 2000);
        CHECK(y[0] == 5.0f);
        for (const std::size_t i : {240u, 480u, 720u}) {
            const double p = static_cast<double>(i) / 960, k = static_cast<double>(c);
            const double way = std::abs(k) < 1e-3 ? p : (1 - std::exp(k * p)) / (1 - std::exp(k));
            CHECK(y[i] == doctest::Approx(5 - 3 * way).scale(0).epsilon(2e-4));
        }
        CHECK(y[1500] == 2.0f);
    }
}
#endif
