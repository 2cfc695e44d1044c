#include "dsp/math/wavetable.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "dsp/math/real_fft.hpp"

namespace phonon::dsp {
namespace {

using Spectrum = std::vector<std::complex<double>>;  // harmonics 0 ... most_harmonics

bool is_power_of_two(int n) { return (n & (n - 1)) == 0; }

// Lengths that no fast transform takes come one at a time: by the definition, with the roots turned on exactly.
Spectrum spectrum_of(const std::vector<float>& period) {
    const int n = static_cast<int>(period.size());
    const int harmonics = std::min((n - 1) / 2, Wavetable::most_harmonics);
    Spectrum out(Wavetable::most_harmonics + 1);
    if (n >= 4 && is_power_of_two(n)) {
        std::vector<float> re(static_cast<std::size_t>(n / 2 + 1)), im(re.size());
        for (int i = 0; i < n; ++i)
            (i % 2 == 0 ? re : im)[static_cast<std::size_t>(i / 2)] = period[static_cast<std::size_t>(i)];
        real_fft(re.data(), im.data(), n);
        for (int h = 1; h <= harmonics; ++h) {
            const auto k = static_cast<std::size_t>(h);
            out[k] = {static_cast<double>(re[k]) / n, static_cast<double>(im[k]) / n};
        }
        return out;
    }
    std::vector<std::complex<double>> roots;
    for (int i = 0; i < n; ++i) roots.push_back(std::polar(1.0, -2 * std::numbers::pi * i / n));
    for (int h = 1; h <= harmonics; ++h) {
        std::complex<double> sum = 0;
        for (int i = 0; i < n; ++i)
            sum += static_cast<double>(period[static_cast<std::size_t>(i)]) *
                   roots[static_cast<std::size_t>(std::int64_t{h} * i % n)];
        out[static_cast<std::size_t>(h)] = sum / static_cast<double>(n);
    }
    return out;
}

void append_level(std::vector<float>& into, const Spectrum& spectrum, int level) {
    const int size = 1 << Wavetable::log2_size(level), half = size / 2;
    std::vector<float> re(static_cast<std::size_t>(half + 1)), im(re.size());
    for (std::size_t h = 1; h <= static_cast<std::size_t>(Wavetable::most_harmonics >> level); ++h) {
        re[h] = static_cast<float>(spectrum[h].real());
        im[h] = static_cast<float>(spectrum[h].imag());
    }
    real_fft_inverse(re.data(), im.data(), size);
    // The inverse gives size / 2 times the frames whose transform it was given; the spectrum was divided by its length.
    const auto frame = [&](int i) {
        const int at = i & (size - 1);
        return 2 * (at % 2 == 0 ? re : im)[static_cast<std::size_t>(at / 2)];
    };
    for (int i = -1; i < size + 2; ++i) into.push_back(frame(i));
}

}  // namespace

std::shared_ptr<const Wavetable> make_wavetable(const float* frames, int channels, std::int64_t length) {
    auto made = std::make_shared<Wavetable>();
    for (int level = 0; level < Wavetable::levels; ++level) {
        made->level_at[level] = made->period_size;
        made->period_size += (1 << Wavetable::log2_size(level)) + 3;
    }
    const std::int64_t each = length <= Wavetable::longest_alone ? length : Wavetable::period_frames;
    const std::int64_t count = each > 0 ? std::min<std::int64_t>(length / each, Wavetable::most_periods) : 0;
    for (std::int64_t p = 0; p < count; ++p) {
        std::vector<float> period;
        for (std::int64_t i = p * each; i < (p + 1) * each; ++i) {
            const float x = frames[i * channels];
            period.push_back(std::isfinite(x) ? x : 0.0f);
        }
        const Spectrum spectrum = spectrum_of(period);
        for (int level = 0; level < Wavetable::levels; ++level) append_level(made->frames, spectrum, level);
    }
    made->periods = static_cast<int>(count);
    float peak = 0;
    for (const float x : made->frames) peak = std::max(peak, std::abs(x));
    if (peak < 1e-6f) return nullptr;
    for (float& x : made->frames) x /= peak;
    return made;
}

}  // namespace phonon::dsp
