// A lower sample rate with a smoothing filter behind it.
#include "dsp/math/crusher.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Decimator {
    static constexpr Facts facts{
        .name = "decimator",
        .group = "shape",
        .summary = "A lower sample rate, with steps that can be smoothed.",
        .inputs = {audio("in", "the sound to make coarse"),
                   needed("factor", "how many frames each sample is held", Measure::none, 1, 64, 8),
                   param("smoothing", "0 leaves the steps, 1 rounds them off", Measure::ratio, 0, 1, 0)},
        .example = "out $ saw 110 # decimator 12 0.5 * 0.4",
        .see_also = "coarse bitcrush",
        .tail = 0.01f,
    };
    template <int L>
    struct State {
        Hold<L> hold;
        Float<L> smooth{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), factor = io.in(1), smoothing = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> n = clamp(factor.at(i), 1.0f, 64.0f);
            const Float<L> held = s.hold.step(in.at(i), n);
            // Fully smoothed, a step has nearly arrived when the next comes.
            const Float<L> keep = clamp(smoothing.at(i), 0.0f, 1.0f) * (n - Float<L>(1.0f)) / (n + Float<L>(1.0f));
            s.smooth = held + keep * (s.smooth - held);
            io.out(i, s.smooth);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(decimator, Decimator)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("decimator's smoothing softens its images") {
    const auto image = [](float smoothing) {
        const Signal y =
            run_unit("decimator", {{{"factor", 8}, {"smoothing", smoothing}}, {}}, 96000, sine_wave(500, 96000, 0.5));
        return level_at(y, 5500) / level_at(y, 500);
    };
    CHECK(image(0) == doctest::Approx(std::sin(3.14159265 * 500 / 48000) / std::sin(3.14159265 * 5500 / 48000))
                          .scale(0)
                          .epsilon(0.002));
    CHECK(image(1) < 0.6 * image(0));
}
#endif
