// The rational waveshaper of SuperDirt's `shape` control: (1 + k) x / (1 + k |x|) with k = 2 a / (1 - a).
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct ShapeUnit {
    static constexpr Facts facts{
        .name = "shape",
        .group = "shape",
        .summary = "Thickens a sound from clean at 0 to nearly square at 1; loud parts grow less than soft ones.",
        .inputs = {audio("in", "the sound to thicken"), param("amount", "how much", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ s \"bd*2 sn\" # shape 0.6 * 0.6",
        .see_also = "distortion softclip",
    };
    template <int L>
    struct State {};

    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), amount = io.in(1);
        const Float<L> one(1.0f);
        for (int i = 0; i < io.frames();) {
            const Float<L> a = clamp(amount.at(i), 0.0f, 0.99f);
            const Float<L> k = (a + a) / (one - a);
            for (const int end = amount.until(i); i < end; ++i) {
                const Float<L> x = in.at(i);
                io.out(i, (one + k) * x / (one + k * abs(x)));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(shape, ShapeUnit)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("shape leaves silence and full scale where they are and lifts what is between") {
    for (const float amount : {0.0f, 0.5f, 0.9f}) {
        CHECK(run_unit("shape", {{{"amount", amount}}, {}}, 1, {1.0f})[0] == doctest::Approx(1).epsilon(1e-6));
        const double k = 2 * static_cast<double>(amount) / (1 - static_cast<double>(amount));
        CHECK(run_unit("shape", {{{"amount", amount}}, {}}, 1, {-0.25f})[0] ==
              doctest::Approx(-(1 + k) * 0.25 / (1 + k * 0.25)).epsilon(1e-5).scale(0));
    }
}
#endif
