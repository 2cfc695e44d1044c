// Trapezoidal state variable filter: see math/svf.hpp.
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Allpass {
    static constexpr Facts facts{
        .name = "allpass",
        .group = "filter",
        .summary = "All-pass filter: leaves the level of every frequency and turns its phase.",
        .inputs = {audio("in", "the sound to filter"),
                   param("freq", "frequency that is turned by half a period", Measure::hertz, 10, 22000, 1000,
                         Curve::logarithmic),
                   param("q", "how suddenly the phase turns", Measure::none, 0.1f, 30, 0.707f, Curve::logarithmic)},
        .example = "~dry $ saw 110\nout $ (~dry + ~dry # allpass (sine 0.3 * 600 + 900) 2) * 0.2",
        .see_also = "phaser notch",
        .tail = 0.5f,
    };
    template <int L>
    struct State {
        SvfState<L> svf;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), freq = io.in(1), q = io.in(2);
        for (int i = 0; i < io.frames();) {
            const SvfCoefficients<L> k(freq.at(i), q.at(i), io.rate());
            for (const int end = until(i, freq, q); i < end; ++i) {
                const Float<L> x = in.at(i);
                io.out(i, x - Float<L>(2.0f) * k.k * s.svf.step(x, k).band);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(allpass, Allpass)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("allpass leaves every level, and turns its centre upside down") {
    const Settings s{{{"freq", 1000}, {"q", 2}}, {}};
    for (const double hertz : {50.0, 500.0, 1000.0, 3000.0, 15000.0})
        CHECK(gain_at("allpass", hertz, s) == doctest::Approx(1.0).epsilon(0.002));
    const Signal in = sine_wave(1000, 48000), out = run_unit("allpass", s, 48000, in);
    for (std::size_t i = 40000; i < 41000; ++i) CHECK(out[i] == doctest::Approx(-in[i]).epsilon(0.01));
}
#endif
