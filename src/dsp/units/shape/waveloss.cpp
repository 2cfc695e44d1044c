// Leaves out waves (see math/waves.hpp) by chance, as the waveset omission of T. Wishart, "Audible design",
// Orpheus the Pantomime 1994, does.
#include "dsp/math/random.hpp"
#include "dsp/math/waves.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Waveloss {
    static constexpr Facts facts{
        .name = "waveloss",
        .group = "shape",
        .summary = "Leaves out waves by chance: a sound with holes, from a crackle to scraps.",
        .inputs = {audio("in", "the sound to take waves from"),
                   param("percent", "how many of a hundred waves are left out", Measure::none, 0, 100, 20)},
        .example = "out $ saw \"110 82.5\" # waveloss 40 # lpf 2000 * 0.4",
        .see_also = "squiz crush coarse",
    };
    template <int L>
    struct State {
        WaveStarts<L> starts;
        Counter<L> chance;
        Int<L> left_out{0};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), percent = io.in(1);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            const Mask<L> begins = s.starts.step(x);
            if (any(begins)) {
                // Each lane counts its own waves, so that the others do not draw for it.
                const Float<L> draw = unipolar(random_word(io.key(), s.chance.n)) * Float<L>(100.0f);
                s.chance.n += bits<std::uint32_t>(begins) & Word<L>(1u);
                s.left_out = select(begins, draw < percent.at(i), s.left_out);
            }
            io.out(i, select(s.left_out, 0.0f, x));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(waveloss, Waveloss)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
// Of the 999 whole waves of a sine, how many are silent.
int lost_waves(float percent) {
    const Signal y = run_unit("waveloss", {{{"percent", percent}}, {}}, 48000, sine_wave(1000, 48000));
    int lost = 0;
    for (std::size_t wave = 1; wave < 1000; ++wave) lost += y[wave * 48 + 12] == 0.0f;
    return lost;
}
}  // namespace
TEST_CASE("waveloss leaves out as many waves as it is told") {
    CHECK(lost_waves(0) == 0);
    CHECK(lost_waves(100) == 999);
    CHECK(lost_waves(20) == doctest::Approx(200).epsilon(0.15));  // 2.4 standard deviations
    CHECK(lost_waves(70) == doctest::Approx(700).epsilon(0.06));
}
TEST_CASE("waveloss leaves out whole waves only, so that it does not click") {
    const Signal x = sine_wave(997, 48000), y = run_unit("waveloss", {{{"percent", 50}}, {}}, 48000, x);
    const float steepest = 2 * 3.14159f * 997 / 48000;
    for (std::size_t i = 1; i < y.size(); ++i) REQUIRE(std::abs(y[i] - y[i - 1]) <= steepest * 1.001f);
    for (std::size_t i = 0; i < y.size(); ++i) CHECK((y[i] == x[i] || y[i] == 0.0f));
}
#endif
