// SuperDirt's `enhance`: what is strong in the spectrum becomes stronger, what is weak weaker. Levels are stretched in
// dB away from the strongest bin, as hearing aids do it (T. Baer, B. Moore, S. Gatehouse, "Spectral contrast
// enhancement of speech in noise for listeners with sensorineural hearing impairment", Journal of Rehabilitation
// Research and Development 30(1), 1993), and each window keeps its power.
#include "dsp/units/spectral/spectral_effect.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Enhance : SpectralEffect {
    static constexpr Facts facts{
        .name = "enhance",
        .group = "spectral",
        .summary = "Makes strong partials stronger and weak ones weaker, until a noise begins to sing.",
        .inputs = {audio("in", "the sound to enhance"),
                   param("amount", "0 leaves the sound; at 1 what was 10 dB softer is 30 dB softer", Measure::ratio, 0,
                         1, 0.3f)},
        .example = "out $ noise # enhance \"0 0.5 1\" * 0.3",
        .see_also = "smear resonz transient_shaper",
        .latency = latency,
        .tail = tail,
    };

    struct Enhanced {
        float amount;

        PHONON_INLINE void operator()(float* re, float* im, int count, std::uint32_t) const noexcept {
            const float stretch = clamp(Float<1>(amount), 0.0f, 1.0f).lane(0);
            float loudest = 0;
            for (int k = 0; k < count; ++k) {
                const float power = re[k] * re[k] + im[k] * im[k];
                loudest = power > loudest ? power : loudest;
            }
            if (!(loudest > 1e-30f)) return;
            const float one = 1.0f / loudest;
            float gain[largest / 2 + 1];
            float before = 0, after = 0;
            for (int k = 0; k < count; ++k) {
                // Relative powers below -120 dB count as that: they come from rounding.
                const float power = (re[k] * re[k] + im[k] * im[k]) * one;
                gain[k] = pow(Float<1>(power > 1e-12f ? power : 1e-12f), Float<1>(stretch)).lane(0);
                before += power;
                after += power * gain[k] * gain[k];
            }
            const float level = square_root(before / after);
            for (int k = 0; k < count; ++k) {
                re[k] *= gain[k] * level;
                im[k] *= gain[k] * level;
            }
        }
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> amount = io.in(1);
        SpectralEffect::run(s, io, [&](int l, int i) { return Enhanced{amount.at(i).lane(l)}; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(enhance, Enhance)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
// Two tones in the middle of bins, so that their windows are alike.
constexpr double loud_hertz = 21 * 48000.0 / 1024, soft_hertz = 63 * 48000.0 / 1024;
Signal two_tones(double loud, double soft) {
    Signal x = sine_wave(loud_hertz, 48000, loud);
    const Signal more = sine_wave(soft_hertz, 48000, soft);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += more[i];
    return x;
}
}  // namespace
TEST_CASE("enhance stretches the distance of two tones in dB by 1 + 2 amount, at any level") {
    for (const double level : {0.5, 0.005})
        for (const float amount : {0.25f, 0.5f, 1.0f}) {
            CAPTURE(amount);
            const Signal y = run_unit("enhance", {{{"amount", amount}}, {}}, 48000, two_tones(level, level / 4));
            const Signal settled(y.begin() + 12288, y.begin() + 12288 + 32768);
            const double apart = 20 * std::log10(level_at(settled, loud_hertz) / level_at(settled, soft_hertz));
            CHECK(apart == doctest::Approx(12.04 * (1 + 2 * static_cast<double>(amount))).scale(0).epsilon(0.01));
        }
}
TEST_CASE("enhance keeps the loudness of tones, and of noise within 2 dB") {
    const Signal tones = two_tones(0.5, 0.125), noise = run_unit("noise", {}, 96000);
    const Settings set{{{"amount", 0.7f}}, {}};
    CHECK(20 * std::log10(rms(run_unit("enhance", set, 48000, tones), 8192) / rms(tones)) ==
          doctest::Approx(0).scale(1).epsilon(1));
    CHECK(20 * std::log10(rms(run_unit("enhance", set, 96000, noise), 8192) / rms(noise)) ==
          doctest::Approx(0).scale(1).epsilon(2));
}
TEST_CASE("enhance of nothing gives the sound back one window later") {
    const Signal x = run_unit("noise", {}, 9600), y = run_unit("enhance", {{{"amount", 0}}, {}}, 9600, x);
    for (std::size_t i = 2048; i < y.size(); ++i) REQUIRE(std::abs(y[i] - x[i - 1024]) < 3e-6f);
}
#endif
