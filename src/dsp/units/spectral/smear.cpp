// SuperDirt's `smear`: each bin of the spectrum becomes as strong as its neighbours are on average, and keeps its
// phase, as SuperCollider's PV_MagSmear does. Here powers are averaged instead of magnitudes, so that the sound stays
// as loud.
#include "dsp/math/random.hpp"
#include "dsp/units/spectral/spectral_effect.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Smear : SpectralEffect {
    static constexpr Facts facts{
        .name = "smear",
        .group = "spectral",
        .summary = "Smears the spectrum: partials run into each other until only a cloud is left.",
        .inputs = {audio("in", "the sound to smear"),
                   param("bins", "how many bins to either side, of 47 Hz each", Measure::none, 0, 256, 10)},
        .example = "out $ saw \"110 165 82.5\" # smear \"0 20\" * 0.5",
        .see_also = "scram enhance diffuser",
        .latency = latency,
        .tail = tail,
    };

    struct Smeared {
        float bins;

        PHONON_INLINE void operator()(float* re, float* im, int count, std::uint32_t window) const noexcept {
            // Sums of the powers of all bins below: in double, since what is soft stands beside what is loud.
            double below[largest / 2 + 2];
            below[0] = 0;
            for (int k = 0; k < count; ++k)
                below[k + 1] = below[k] + static_cast<double>(re[k]) * static_cast<double>(re[k]) +
                               static_cast<double>(im[k]) * static_cast<double>(im[k]);
            const float reach = clamp(Float<1>(bins), 0.0f, 256.0f).lane(0);
            const int whole = static_cast<int>(reach);
            const auto part = static_cast<double>(reach - static_cast<float>(whole));
            // The bins that lie whole within reach, and `part` of those that end them.
            const auto sum_of = [&](int first, int last) {
                first = first < 0 ? 0 : first;
                last = last >= count ? count - 1 : last;
                return below[last + 1] - below[first];
            };
            const auto number_of = [&](int first, int last) {
                return (last >= count ? count - 1 : last) - (first < 0 ? 0 : first) + 1;
            };
            for (int k = 0; k < count; ++k) {
                const double inner = sum_of(k - whole, k + whole), outer = sum_of(k - whole - 1, k + whole + 1);
                const double inner_bins = number_of(k - whole, k + whole);
                const double outer_bins = number_of(k - whole - 1, k + whole + 1);
                const double power = (inner + part * (outer - inner)) / (inner_bins + part * (outer_bins - inner_bins));
                const auto own = static_cast<float>(below[k + 1] - below[k]);
                const float size = square_root(static_cast<float>(power));
                if (own > 1e-10f * static_cast<float>(power)) {
                    const float gain = size / square_root(own);
                    re[k] *= gain;
                    im[k] *= gain;
                } else {
                    // Too soft to have a phase of its own, it takes a random one. Such windows fit together by half as
                    // well as others.
                    const Float<1> turns =
                        unipolar(random_word(Word<1>(window), Word<1>(static_cast<std::uint32_t>(k))));
                    re[k] = 2.0f * size * cos_turns(turns).lane(0);
                    im[k] = 2.0f * size * sin_turns(turns).lane(0);
                }
            }
            im[0] = im[count - 1] = 0;
        }
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> bins = io.in(1);
        SpectralEffect::run(s, io, [&](int l, int i) { return Smeared{bins.at(i).lane(l)}; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(smear, Smear)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
constexpr double bin = 48000.0 / 1024;
Signal smeared(float bins, const Signal& x) {
    const Signal y = run_unit("smear", {{{"bins", bins}}, {}}, static_cast<int>(x.size()), x);
    return Signal(y.begin() + 4096, y.end());
}
// The power of a band of the spectrum, in dB.
double band_db(const Signal& x, double from, double to) {
    const std::vector<double> db = spectrum_db(x);
    double sum = 0;
    for (std::size_t k = 0; k < db.size(); ++k) {
        const double hertz = static_cast<double>(k) * 24000 / static_cast<double>(db.size());
        if (hertz >= from && hertz < to) sum += std::pow(10, db[k] / 10);
    }
    return 10 * std::log10(sum + 1e-30);
}
}  // namespace
TEST_CASE("smear of no bins gives the sound back one window later") {
    const Signal x = run_unit("noise", {}, 9600), y = run_unit("smear", {{{"bins", 0}}, {}}, 9600, x);
    for (std::size_t i = 2048; i < y.size(); ++i) REQUIRE(std::abs(y[i] - x[i - 1024]) < 2e-6f);
    for (std::size_t i = 0; i < 256; ++i) CHECK(std::abs(y[i]) < 1e-6f);
}
TEST_CASE("smear spreads a tone evenly over its bins and no further, and keeps its power") {
    const Signal x = sine_wave(200 * bin, 1 << 16, 0.5);
    for (const float bins : {8.0f, 20.5f}) {
        CAPTURE(bins);
        const Signal y = smeared(bins, x);
        const double reach = static_cast<double>(bins) * bin;
        CHECK(20 * std::log10(rms(y) / rms(x, 4096)) == doctest::Approx(0).scale(1).epsilon(1.5));
        const double f = 200 * bin, half = reach / 2;
        const double lower = band_db(y, f - half - 2 * bin, f - half + 2 * bin);
        CHECK(lower == doctest::Approx(band_db(y, f + half - 2 * bin, f + half + 2 * bin)).scale(0).epsilon(0.1));
        CHECK(lower - band_db(y, f - 2 * bin, f + 2 * bin) == doctest::Approx(0).scale(1).epsilon(3));
        CHECK(band_db(y, f + reach + 5 * bin, 24000) < lower - 25);
        CHECK(band_db(y, 20, f - reach - 5 * bin) < lower - 25);
    }
}
TEST_CASE("smear keeps the loudness of noise within 1 dB") {
    const Signal x = run_unit("noise", {}, 1 << 16);
    for (const float bins : {0.5f, 3.0f, 30.0f})
        CHECK(20 * std::log10(rms(smeared(bins, x)) / rms(x)) == doctest::Approx(0).scale(1).epsilon(1));
}
#endif
