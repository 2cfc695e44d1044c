// One knob: below the middle a low-pass closes, above it a high-pass opens, both exponentially; around the middle the
// sound passes untouched.
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Djf {
    static constexpr Facts facts{
        .name = "djf",
        .group = "filter",
        .summary = "DJ filter: a low-pass below 0.5, a high-pass above, open in the middle.",
        .inputs = {audio("in", "the sound to filter"),
                   param("position", "0 all closed from above, 0.5 open, 1 all closed from below", Measure::ratio, 0, 1,
                         0.5f)},
        .example = "out $ s \"bd*4\" # djf (sine 0.1 * 0.4 + 0.5)",
        .see_also = "lpf hpf",
        .tail = 0.5f,
    };
    template <int L>
    struct State {
        SvfState<L> low, high;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), position = io.in(1);
        const Float<L> q(0.9f);
        for (int i = 0; i < io.frames();) {
            const Float<L> p = clamp(position.at(i), 0.0f, 1.0f);
            // 20 Hz ... 20 kHz over either half of the knob.
            const Float<L> down = Float<L>(20.0f) * exp2(min(p, 0.5f) * Float<L>(2.0f * 9.9657843f));
            const Float<L> up = Float<L>(20.0f) * exp2((max(p, 0.5f) - Float<L>(0.5f)) * Float<L>(2.0f * 9.9657843f));
            const SvfCoefficients<L> low(down, q, io.rate()), high(up, q, io.rate());
            // How far each filter is heard: fully from 2 % off the middle.
            const Float<L> by_low = clamp((Float<L>(0.5f) - p) * Float<L>(50.0f), 0.0f, 1.0f);
            const Float<L> by_high = clamp((p - Float<L>(0.5f)) * Float<L>(50.0f), 0.0f, 1.0f);
            for (const int end = position.until(i); i < end; ++i) {
                const Float<L> x = in.at(i);
                const Float<L> a = x + by_low * (s.low.step(x, low).low - x);
                io.out(i, a + by_high * (s.high.step(a, high).high - a));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(djf, Djf)

#if defined(PHONON_UNIT_TESTS)
#include <complex>
using namespace phonon::dsp;
TEST_CASE("djf is open in the middle and closes to either side") {
    const auto at = [](double hertz, float position) { return gain_at("djf", hertz, {{{"position", position}}, {}}); };
    for (const double hertz : {30.0, 1000.0, 15000.0}) CHECK(at(hertz, 0.5f) == doctest::Approx(1.0).epsilon(1e-4));
    CHECK(at(100, 0.25f) == doctest::Approx(1.0).epsilon(0.05));
    CHECK(at(6000, 0.25f) < 0.02);
    CHECK(at(6000, 0.75f) == doctest::Approx(1.0).epsilon(0.05));
    CHECK(at(60, 0.75f) < 0.02);
}
TEST_CASE("djf's cutoff runs from 20 Hz to 20 kHz over each half of the knob") {
    const auto theory = [](double hertz, double cutoff, bool high) {
        const std::complex<double> s(0, std::tan(3.14159265 * hertz / 48000) / std::tan(3.14159265 * cutoff / 48000));
        return std::abs((high ? s * s : 1.0) / (s * s + s / 0.9 + 1.0));
    };
    for (const double place : {0.1, 0.25, 0.4, 0.6, 0.75, 0.9}) {
        CAPTURE(place);
        const double cutoff = 20 * std::pow(1000, 2 * place - (place > 0.5 ? 1 : 0));
        const Settings set{{{"position", static_cast<float>(place)}}, {}};
        for (const double beside : {0.5, 1.0, 2.0}) {
            const double f = cutoff * beside;
            if (f > 30 && f < 18000)
                CHECK(gain_at("djf", f, set) ==
                      doctest::Approx(theory(f, cutoff, place > 0.5)).scale(0).epsilon(0.005));
        }
    }
}
#endif
