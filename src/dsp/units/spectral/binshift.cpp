// SuperDirt's `binshift`: the whole spectrum moves up or down by bins, as with SuperCollider's PV_BinShift. Windows of
// the moved spectrum are turned so that they fit together, as in J. Laroche, M. Dolson, "New phase-vocoder techniques
// for pitch-shifting, harmonizing and other exotic effects", IEEE WASPAA 1999; so a tone stays one.
#include "dsp/units/spectral/spectral_effect.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Binshift : SpectralEffect {
    static constexpr Facts facts{
        .name = "binshift",
        .group = "spectral",
        .summary = "Moves all frequencies up or down by the same amount; what leaves the spectrum is lost.",
        .inputs = {audio("in", "the sound to move"),
                   param("amount", "how far up, as a share of all frequencies; negative: down; in steps of 47 Hz",
                         Measure::ratio, -1, 1, 0.05f)},
        .example = "out $ saw \"110 82.5\" # binshift \"0 0.05 -0.02 0.1\" * 0.4",
        .see_also = "fshift scram",
        .latency = latency,
        .tail = tail,
    };

    struct Shifted {
        float amount;

        PHONON_INLINE void operator()(float* re, float* im, int count, std::uint32_t window) const noexcept {
            const float share = clamp(Float<1>(amount), -1.0f, 1.0f).lane(0);
            const int by = static_cast<int>(floor(Float<1>(share * static_cast<float>(count - 1) + 0.5f)).lane(0));
            float to_re[largest / 2 + 1] = {}, to_im[largest / 2 + 1] = {};
            for (int k = 0; k < count; ++k) {
                const int from = k - by;
                if (from >= 0 && from < count) move_bin(re, im, from, to_re, to_im, k, window);
            }
            for (int k = 0; k < count; ++k) {
                re[k] = to_re[k];
                im[k] = to_im[k];
            }
            im[0] = im[count - 1] = 0;
        }
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> amount = io.in(1);
        SpectralEffect::run(s, io, [&](int l, int i) { return Shifted{amount.at(i).lane(l)}; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(binshift, Binshift)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("binshift of nothing gives the sound back one window later") {
    const Signal x = run_unit("noise", {}, 9600), y = run_unit("binshift", {{{"amount", 0}}, {}}, 9600, x);
    for (std::size_t i = 2048; i < y.size(); ++i) REQUIRE(std::abs(y[i] - x[i - 1024]) < 2e-6f);
}
TEST_CASE("binshift moves a tone by its share of the spectrum in whole bins, as a tone of the same level") {
    const double bin = 48000.0 / 1024, tone = 5012.3;
    for (const float amount : {0.1f, 0.25f, -0.1f, 0.002f}) {
        CAPTURE(amount);
        const double there = tone + std::floor(static_cast<double>(amount) * 512 + 0.5) * bin;
        const Signal y = run_unit("binshift", {{{"amount", amount}}, {}}, 1 << 16, sine_wave(tone, 1 << 16, 0.5));
        const Signal settled(y.end() - 49152, y.end());
        CHECK(level_at(settled, there) == doctest::Approx(0.5).scale(0).epsilon(0.002));
        CHECK(rms(settled) == doctest::Approx(0.5 / std::sqrt(2.0)).scale(0).epsilon(0.002));
    }
}
TEST_CASE("binshift loses what it moves out of the spectrum") {
    const Signal tone = sine_wave(5000, 1 << 15, 0.5);
    for (const float amount : {0.9f, -0.3f})
        CHECK(peak(run_unit("binshift", {{{"amount", amount}}, {}}, 1 << 15, tone), 8192) < 0.003);
}
#endif
