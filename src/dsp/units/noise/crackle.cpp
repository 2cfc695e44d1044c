// The crackle of a worn record: clicks in both directions, many of them small, each ringing for a moment.
#include "dsp/math/random.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Crackle {
    static constexpr Facts facts{
        .name = "crackle",
        .group = "noise",
        .summary = "The crackle of an old record.",
        .role = Role::source,
        .inputs = {param("density", "how worn it is: 0.03 some 14 clicks a second, 1 some 480", Measure::ratio, 0, 1,
                         0.03f)},
        .example = "out $ crackle 0.1 * 0.5 + (note \"c4'maj7\" # s \"superpiano\" * 0.4)",
        .see_also = "dust noise",
        .tail = -1,
    };
    template <int L>
    struct State {
        Counter<L> counter;
        Float<L> ring{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> density = io.in(0);
        const Float<L> kept(exp(Float<L>(-1.0f / (0.0002f * io.rate()))));
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> chance = clamp(density.at(i), 0.0f, 1.0f) * Float<L>(480.0f * io.frame_seconds());
            const Float<L> drawn = unipolar(s.counter.next(io.key()));
            const Float<L> height = bipolar(s.counter.next(io.key()));
            // Cubed: most are small.
            s.ring = s.ring * kept + select(drawn < chance, height * height * height, 0.0f);
            io.out(i, s.ring);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(crackle, Crackle)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("crackle clicks in both directions, as often as its density says, without DC") {
    const Signal x = run_unit("crackle", {{{"density", 0.1f}}, {}}, 960000);
    int clicks = 0;
    double sum = 0;
    for (std::size_t i = 1; i < x.size(); ++i) {
        clicks += std::abs(x[i] - x[i - 1] * 0.9011f) > 1e-4f;
        sum += static_cast<double>(x[i]);
    }
    // A click as small as 1e-4 is missed: 4.6 % of them.
    CHECK(clicks == doctest::Approx(960 * 0.954).epsilon(0.1).scale(0));
    CHECK(std::abs(sum / 960000) < 2e-3);
}
#endif
