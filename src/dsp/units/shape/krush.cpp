// A round distortion and a low pass behind it. The curve x (|x| + k) / (x^2 + (k - 1) |x| + 1) is Bram de Jong's, from
// the musicdsp.org archive: k times as steep as the input at 0, through 1 at 1, and bounded. Like the curves of
// math/antialias.hpp it is replaced by its mean over the way between two frames, here by Simpson's rule.
#include "dsp/math/antialias.hpp"
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Krush {
    static constexpr Facts facts{
        .name = "krush",
        .group = "shape",
        .summary = "A round distortion with a low pass behind it, which takes off the edge.",
        .inputs = {audio("in", "the sound to distort"),
                   param("amount", "how steep; 1 changes little", Measure::ratio, 0, 100, 4, Curve::logarithmic),
                   param("cutoff", "where the low pass begins to fall", Measure::hertz, 20, 20000, 5000,
                         Curve::logarithmic)},
        .example = "out $ s \"bd sn\" # krush 12 3000 * 0.6",
        .see_also = "distortion triode softclip",
        .tail = 0.2f,
    };
    template <int L>
    struct State {
        Emphasis<L> emphasis;
        Float<L> from{0.0f}, bent{0.0f};
        SvfState<L> svf;
    };
    template <int L>
    PHONON_INLINE static Float<L> curve(Float<L> x, Float<L> k) noexcept {
        const Float<L> size = abs(x);
        return x * (size + k) / (x * x + (k - Float<L>(1.0f)) * size + Float<L>(1.0f));
    }
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), amount = io.in(1), cutoff = io.in(2);
        for (int i = 0; i < io.frames();) {
            const Float<L> k = clamp(amount.at(i), 0.0f, 100.0f);
            const SvfCoefficients<L> filter(cutoff.at(i), Float<L>(0.70710678f), io.rate());
            for (const int end = until(i, amount, cutoff); i < end; ++i) {
                const Float<L> to = clamp(s.emphasis.step(in.at(i)), -1e4f, 1e4f);
                const Float<L> bent = curve(to, k), middle = curve((s.from + to) * Float<L>(0.5f), k);
                const Float<L> mean = (s.bent + Float<L>(4.0f) * middle + bent) * Float<L>(1.0f / 6.0f);
                io.out(i, s.svf.step(mean, filter).low);
                s.from = to;
                s.bent = bent;
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(krush, Krush)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("krush follows its curve") {
    for (const float k : {0.0f, 1.0f, 4.0f, 50.0f})
        for (const float x : {-2.0f, -1.0f, -0.1f, 0.3f, 1.0f}) {
            const double s = std::abs(static_cast<double>(x));
            const double expected =
                static_cast<double>(x) * (s + static_cast<double>(k)) / (s * s + (static_cast<double>(k) - 1) * s + 1);
            CHECK(run_unit("krush", {{{"amount", k}}, {}}, 4800, Signal(4800, x))[4799] ==
                  doctest::Approx(expected).epsilon(1e-4).scale(0));
        }
}
TEST_CASE("krush is 3 dB down at its cutoff where it does not bend") {
    const Settings set{{{"amount", 1}, {"cutoff", 2000}}, {}};
    // A sine so soft that k = 1 leaves it straight.
    const Signal y = run_unit("krush", set, 48000, sine_wave(2000, 48000, 0.001));
    CHECK(level_at(Signal(y.begin() + 24000, y.end()), 2000) / 0.001 == doctest::Approx(0.7071).epsilon(0.01).scale(0));
}
#endif
