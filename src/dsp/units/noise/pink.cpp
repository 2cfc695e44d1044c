// White noise through a chain of poles and zeros that alternate evenly in pitch, two octaves a pair, which falls by
// 3 dB an octave within 0.3 dB (A. Oustaloup et al., "Frequency-band complex noninteger differentiator", IEEE TCAS 47,
// 2000).
#include "dsp/math/functions.hpp"
#include "dsp/math/random.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Pink {
    static constexpr Facts facts{
        .name = "pink",
        .aliases = "pink_noise",
        .group = "noise",
        .summary = "Pink noise: equally strong in every octave, softer than white, like rain.",
        .role = Role::source,
        .example = "out $ pink # hpf 300 * 0.5",
        .see_also = "noise brown",
        .tail = -1,
    };
    static constexpr int pairs = 6;  // poles at 10 Hz, 40 Hz ... 10 kHz, zeros an octave above each
    template <int L>
    struct State {
        Counter<L> counter;
        Float<L> held[pairs]{};
    };

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        Float<L> pole[pairs], zero[pairs];
        // Turns a frame to the exponent of a pole: -2 pi / ln 2.
        Float<L> octaves(-9.06472028f * 10.0f / io.rate());
        for (int k = 0; k < pairs; ++k, octaves *= Float<L>(4.0f)) {
            pole[k] = exp2(octaves);
            zero[k] = exp2(octaves + octaves);
        }
        for (int i = 0; i < io.frames(); ++i) {
            // The chain is about 1 in the treble; the factor brings the loudness to 0.2.
            Float<L> x = bipolar(s.counter.next(io.key())) * Float<L>(0.2f);
            for (int k = 0; k < pairs; ++k) {
                const Float<L> y = x + s.held[k];
                s.held[k] = pole[k] * y - zero[k] * x;
                x = y;
            }
            io.out(i, x);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pink, Pink)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("pink falls 3 dB an octave from 40 Hz to 10 kHz") {
    const Signal x = run_unit("pink", {}, 1 << 19);
    const std::vector<double> db = spectrum_db(x);
    const auto octave_power = [&](double low) {
        double sum = 0;
        int n = 0;
        const auto from = static_cast<std::size_t>(low * (1 << 19) / 48000);
        for (std::size_t k = from; k < 2 * from; ++k, ++n) sum += std::pow(10, db[k] / 10);
        return 10 * std::log10(sum / n);
    };
    for (double low = 80; low < 3000; low *= 2)
        CHECK(octave_power(low) - octave_power(2 * low) == doctest::Approx(3.01).epsilon(0.1));
    CHECK(octave_power(80) - octave_power(5120) == doctest::Approx(18.06).epsilon(0.06));
    CHECK(rms(x) == doctest::Approx(0.196).epsilon(0.05).scale(0));
    CHECK(peak(x) < 1.5);
}
#endif
