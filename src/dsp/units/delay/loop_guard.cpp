// What stands on every feedback edge: it keeps a loop whose gain is too high from running away, and takes out the
// direct current that any small asymmetry would otherwise pile up.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct LoopGuard {
    static constexpr Facts facts{
        .name = "loop_guard",
        .group = "delay",
        .summary = "What the compiler puts on every feedback edge: a DC block and a soft limit at full scale.",
        .inputs = {audio("in", "the sound that goes round")},
        .example = "~ring $ s \"cp\" * 0.2 + ~ring # lpf 3000 * 0.9\nout $ ~ring",
        .see_also = "delay_in_loop dcblock softclip",
        .tail = 1,
    };
    template <int L>
    struct State {
        Float<L> x{0.0f}, y{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0);
        // 5 Hz: low enough to leave the phase of a bass in the loop alone.
        const Float<L> keep(1.0f - 2.0f * pi * 5.0f / io.rate());
        constexpr float knee = 0.7f;
        for (int i = 0; i < io.frames(); ++i) {
            // A NaN or infinity in a loop would never leave it.
            Float<L> x = in.at(i);
            x = select(abs(x) < 1e6f, x, 0.0f);
            s.y = x - s.x + keep * s.y;
            s.x = x;
            const Float<L> size = abs(s.y);
            const Float<L> bent =
                Float<L>(knee) + tanh((size - Float<L>(knee)) * Float<L>(1.0f / (1.0f - knee))) * Float<L>(1.0f - knee);
            io.out(i, select(size > knee, copy_sign(bent, s.y), s.y));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(loop_guard, LoopGuard)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
#include <limits>
using namespace phonon::dsp;
TEST_CASE("loop_guard leaves sounds below -3 dB alone, holds loud ones at full scale and takes out DC") {
    const Signal soft = run_unit("loop_guard", {}, 96000, sine_wave(440, 96000, 0.69));
    CHECK(level_at(Signal(soft.begin() + 48000, soft.end()), 440) == doctest::Approx(0.69).epsilon(0.002).scale(0));
    CHECK(level_at(Signal(soft.begin() + 48000, soft.end()), 1320) < 1e-4);
    CHECK(peak(run_unit("loop_guard", {}, 48000, sine_wave(440, 48000, 50))) <= 1.0);
    const Signal dc = run_unit("loop_guard", {}, 96000, Signal(96000, 0.5f));
    CHECK(peak(dc, 48000) < 1e-3);
}
TEST_CASE("loop_guard forgets what is not a number") {
    Signal x = sine_wave(440, 4800, 0.5);
    x[100] = std::numeric_limits<float>::quiet_NaN();
    x[200] = std::numeric_limits<float>::infinity();
    CHECK(peak(run_unit("loop_guard", {}, 4800, x)) <= 1.0);
}
TEST_CASE("loop_guard leaves what is below 0.7 and bends what is above towards 1, without a corner") {
    // Clicks far apart: the filter has forgotten one when the next comes.
    const double keep = 1 - 2 * 3.14159265 * 5 / 48000;
    for (const float height : {0.3f, 0.69f, 0.75f, 0.9f, 1.5f, -1.1f, 8.0f}) {
        CAPTURE(height);
        const double size = std::abs(static_cast<double>(height));
        const double bent = size <= 0.7 ? size : 0.7 + 0.3 * std::tanh((size - 0.7) / 0.3);
        const Signal y = run_unit("loop_guard", {}, 2, {height, height});
        CHECK(y[0] == doctest::Approx(std::copysign(bent, static_cast<double>(height))).scale(0).epsilon(1e-5));
        if (size < 0.7) CHECK(y[1] == doctest::Approx(keep * static_cast<double>(height)).scale(0).epsilon(1e-5));
    }
}
#endif
