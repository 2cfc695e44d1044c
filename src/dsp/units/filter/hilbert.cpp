// Turns the phase of every partial by the same angle (math/hilbert.hpp).
#include "dsp/math/hilbert.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct HilbertUnit {
    static constexpr Facts facts{
        .name = "hilbert",
        .group = "filter",
        .summary = "Turns the phase of every partial by the same angle; 0.25 is the Hilbert transform.",
        .inputs = {audio("in", "the sound to turn"),
                   param("angle", "how far, in turns: 0.25 are 90 degrees", Measure::ratio, -1e6f, 1e6f, 0.25f)},
        .example = "out $ saw 110 # lpf 800 # hilbert (sine 0.2) * 0.4",
        .see_also = "fshift allpass phaser",
        .tail = 0.2f,
    };
    template <int L>
    struct State {
        Hilbert<L> hilbert;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), angle = io.in(1);
        for (int i = 0; i < io.frames();) {
            const Float<L> turn = clamp(angle.at(i), -1e6f, 1e6f);
            const Float<L> c = cos_turns(turn), sn = sin_turns(turn);
            for (const int end = angle.until(i); i < end; ++i) {
                const auto pair = s.hilbert.step(in.at(i));
                io.out(i, pair.cosine * c + pair.sine * sn);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(hilbert, HilbertUnit)

#if defined(PHONON_UNIT_TESTS)
#include <complex>
using namespace phonon::dsp;
namespace {
std::complex<double> response(float angle, double hertz) {
    const Signal y = run_unit("hilbert", {{{"angle", angle}}, {}}, 96000, sine_wave(hertz, 96000));
    std::complex<double> sum = 0;
    for (int i = 48000; i < 96000; ++i)
        sum += static_cast<double>(y[static_cast<std::size_t>(i)]) *
               std::polar(1.0, -6.283185307179586 * hertz * i / 48000);
    return sum;
}
}  // namespace
TEST_CASE("hilbert turns every partial by its angle, within a degree, and leaves its level") {
    for (const double hertz : {50.0, 440.0, 3000.0, 15000.0})
        for (const float angle : {0.25f, 0.1f, -0.4f}) {
            const std::complex<double> here = response(angle, hertz), plain = response(0, hertz);
            CHECK(std::abs(here) / std::abs(plain) == doctest::Approx(1).epsilon(0.02));
            const double turned = std::arg(here / plain) / 6.283185307179586;
            CHECK(std::abs(std::remainder(turned - static_cast<double>(angle), 1)) < 1.0 / 360);
        }
}
#endif
