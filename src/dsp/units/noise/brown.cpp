// White noise through a leaky integrator, whose leak at 10 Hz holds the sum near zero.
#include "dsp/math/functions.hpp"
#include "dsp/math/random.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Brown {
    static constexpr Facts facts{
        .name = "brown",
        .aliases = "brown_noise",
        .group = "noise",
        .summary = "Brown noise: 6 dB an octave softer towards the treble, like distant thunder.",
        .role = Role::source,
        .example = "out $ brown # lpf 400",
        .see_also = "noise pink",
        .tail = -1,
    };
    template <int L>
    struct State {
        Counter<L> counter;
        Float<L> sum{0.0f};
    };

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const Float<L> keep = exp(Float<L>(-2.0f * pi * 10.0f / io.rate()));
        // The sum of numbers of variance 1/3 has the variance 1/3 / (1 - keep^2); this makes it 1/16.
        const Float<L> gain = sqrt((Float<L>(1.0f) - keep * keep) * Float<L>(3.0f / 16.0f));
        for (int i = 0; i < io.frames(); ++i) {
            s.sum = keep * s.sum + gain * bipolar(s.counter.next(io.key()));
            io.out(i, s.sum);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(brown, Brown)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("brown has the loudness of 1/4, no drift, and falls 6 dB an octave") {
    const Signal x = run_unit("brown", {}, 1 << 20);
    CHECK(rms(x) == doctest::Approx(0.25).epsilon(0.1).scale(0));
    CHECK(peak(x) < 1.5);
    const std::vector<double> db = spectrum_db(x);
    const auto power = [&](double low) {
        double sum = 0;
        const auto from = static_cast<std::size_t>(low * (1 << 20) / 48000);
        for (std::size_t k = from; k < 2 * from; ++k) sum += std::pow(10, db[k] / 10);
        return 10 * std::log10(sum / static_cast<double>(from));
    };
    CHECK(power(200) - power(1600) == doctest::Approx(18.06).epsilon(0.05));
}
#endif
