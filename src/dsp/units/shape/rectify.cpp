// Half-wave and full-wave rectifier, antialiased.
#include "dsp/math/antialias.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Rectify {
    static constexpr Facts facts{
        .name = "rectify",
        .group = "shape",
        .summary = "Turns the lower half of the wave up: an octave above, with a buzz. Follow it with dcblock.",
        .inputs = {audio("in", "the sound to rectify"),
                   param("amount", "0 leaves it, 0.5 cuts the lower half off, 1 turns it up", Measure::ratio, 0, 1, 1)},
        .example = "out $ sine 110 # rectify # dcblock * 0.6",
        .see_also = "dcblock wavefold triode",
    };
    template <int L>
    struct State {
        Emphasis<L> emphasis;
        Float<L> from{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), amount = io.in(1);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> to = clamp(s.emphasis.step(in.at(i)), -1e4f, 1e4f);
            const Float<L> a = clamp(amount.at(i), 0.0f, 1.0f);
            const Float<L> straight = (s.from + to) * Float<L>(0.5f);
            io.out(i, straight + a * (mean_size(s.from, to) - straight));
            s.from = to;
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(rectify, Rectify)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("rectify of a sine has the Fourier series of its half and full waves") {
    const Signal full = run_unit("rectify", {{{"amount", 1}}, {}}, 96000, sine_wave(500, 96000));
    CHECK(level_at(full, 0) == doctest::Approx(2 / 3.14159).epsilon(0.005).scale(0));
    CHECK(level_at(full, 1000) == doctest::Approx(4 / (3 * 3.14159)).epsilon(0.005).scale(0));
    CHECK(level_at(full, 500) < 1e-3);
    const Signal half = run_unit("rectify", {{{"amount", 0.5f}}, {}}, 96000, sine_wave(500, 96000));
    CHECK(level_at(half, 500) == doctest::Approx(0.5).epsilon(0.005).scale(0));
    CHECK(level_at(half, 1000) == doctest::Approx(2 / (3 * 3.14159)).epsilon(0.005).scale(0));
}
#endif
