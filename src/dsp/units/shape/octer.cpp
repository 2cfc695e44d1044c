// Octaves as analog octave pedals make them: above by rectifying, below by turning over every other wave of the low
// part, as a divider does that flips at each upward crossing.
#include "dsp/math/antialias.hpp"
#include "dsp/math/svf.hpp"
#include "dsp/math/waves.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Octer {
    static constexpr Facts facts{
        .name = "octer",
        .group = "shape",
        .summary = "Adds the octave above, and the octaves below, to a sound of one pitch.",
        .inputs = {audio("in", "the sound to add octaves to"),
                   param("up", "how much of the octave above", Measure::ratio, 0, 4, 1),
                   param("sub", "how much of the octave below", Measure::ratio, 0, 4, 0),
                   param("subsub", "how much of two octaves below", Measure::ratio, 0, 4, 0)},
        .example = "out $ sine \"220 165\" # octer 0.5 0.7 * 0.4",
        .see_also = "rectify pitch_shift ring",
        .tail = 0.5f,
    };
    static constexpr float divided_below = 440;  // Hz: where the waves are looked for that are divided
    static constexpr float blocked_below = 10;   // Hz: what a rectifier makes of a steady level

    template <int L>
    struct State {
        Emphasis<L> emphasis;
        Float<L> from{0.0f}, size{0.0f}, above{0.0f};
        SvfState<L> low;
        WaveStarts<L> starts;
        Word<L> waves{0u};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), up = io.in(1), sub = io.in(2), subsub = io.in(3);
        const SvfCoefficients<L> filter(Float<L>(divided_below), Float<L>(0.70710678f), io.rate());
        const float turn = pi * blocked_below / io.rate();
        const Float<L> keep((1.0f - turn) / (1.0f + turn));
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = clamp(in.at(i), -1e6f, 1e6f);
            const Float<L> to = s.emphasis.step(x);
            const Float<L> size = mean_size(s.from, to);
            s.from = to;
            s.above = size - s.size + keep * s.above;
            s.size = size;

            const Float<L> low = s.low.step(x, filter).low;
            s.waves += bits<std::uint32_t>(s.starts.step(low)) & Word<L>(1u);
            // Bits of the count of waves become signs, which flip at crossings only.
            const auto divided = [&](int bit) {
                return bits<float>(bits<std::uint32_t>(low) ^ (((s.waves >> bit) & Word<L>(1u)) << 31));
            };
            io.out(i, x + clamp(up.at(i), 0.0f, 4.0f) * (s.above + s.above) +
                          clamp(sub.at(i), 0.0f, 4.0f) * divided(0) + clamp(subsub.at(i), 0.0f, 4.0f) * divided(1));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(octer, Octer)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal octaves(std::map<std::string, float> amounts) {
    const Signal y = run_unit("octer", {amounts, {}}, 144000, sine_wave(200, 144000));
    return Signal(y.begin() + 48000, y.end());
}
}  // namespace
TEST_CASE("octer adds the octave above, as the even partials of a rectified sine") {
    const Signal y = octaves({{"up", 1}});
    CHECK(level_at(y, 200) == doctest::Approx(1).epsilon(0.001));
    CHECK(level_at(y, 400) == doctest::Approx(2 * 4 / (3 * 3.14159265)).epsilon(0.01).scale(0));
    CHECK(level_at(y, 0) < 1e-3);
    CHECK(level_at(y, 100) < 1e-3);
}
TEST_CASE("octer adds octaves below, as a sine times square waves of half and a quarter of its pitch") {
    // (4 / pi) sin(2 w) (sin w + sin(3 w) / 3 + ...), and the same an octave lower.
    const Signal one = octaves({{"up", 0}, {"sub", 1}}), two = octaves({{"up", 0}, {"subsub", 1}});
    const double low_pass = 1 / std::sqrt(1 + std::pow(200.0 / 440, 4));
    CHECK(level_at(one, 100) == doctest::Approx(low_pass * 2 / 3.14159265 * (1 + 1.0 / 3)).epsilon(0.01).scale(0));
    CHECK(level_at(one, 50) < 1e-3);
    CHECK(level_at(two, 50) == doctest::Approx(low_pass * 2 / 3.14159265 * (1.0 / 3 + 1.0 / 5)).epsilon(0.01).scale(0));
    CHECK(level_at(two, 150) == doctest::Approx(low_pass * 2 / 3.14159265 * (1 + 1.0 / 7)).epsilon(0.01).scale(0));
}
TEST_CASE("octer adds its octave above the same way up as a full-wave rectifier") {
    const Signal plain = octaves({{"up", 0}}), y = octaves({{"up", 1}});
    double sum = 0;
    // |sin| has its first even partial as -cos(2 w t).
    for (std::size_t i = 0; i < y.size(); ++i)
        sum += static_cast<double>(y[i] - plain[i]) * std::cos(2 * 3.14159265 * 400 * static_cast<double>(i) / 48000);
    CHECK(sum < 0);
}
#endif
