// A valve's asymmetry: one half of the wave passes, the other is pressed. Even harmonics, and a direct current that is
// taken out again.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Triode {
    static constexpr Facts facts{
        .name = "triode",
        .group = "shape",
        .summary = "Valve warmth: bends only the lower half of the wave, which adds even harmonics.",
        .inputs = {audio("in", "the sound to warm"),
                   param("amount", "how much the lower half is pressed", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ note \"c2 g2\" # s \"superreese\" # triode 0.6 * 0.5",
        .see_also = "distortion shape softclip",
        .tail = 0.3f,
    };
    template <int L>
    struct State {
        Float<L> x{0.0f}, y{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), amount = io.in(1);
        const Float<L> keep(1.0f - 2.0f * pi * 10.0f / io.rate());
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> k = Float<L>(0.001f) + clamp(amount.at(i), 0.0f, 1.0f) * Float<L>(10.0f);
            const Float<L> x = in.at(i);
            const Float<L> bent = select(x < 0.0f, tanh(x * k) / k, x);
            s.y = bent - s.x + keep * s.y;
            s.x = bent;
            io.out(i, s.y);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(triode, Triode)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("triode adds even harmonics but no direct current") {
    const auto settled = [](float amount) {
        const Signal y = run_unit("triode", {{{"amount", amount}}, {}}, 96000, sine_wave(500, 96000, 0.5));
        return Signal(y.begin() + 48000, y.end());
    };
    CHECK(level_at(settled(0), 1000) < 1e-3);
    CHECK(level_at(settled(0.8f), 1000) > 0.05);
    CHECK(level_at(settled(0.8f), 0) < 1e-3);
}
#endif
