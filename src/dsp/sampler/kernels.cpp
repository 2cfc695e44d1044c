#include "dsp/sampler/kernels.hpp"

namespace phonon::dsp {

namespace {

constexpr double pi = 3.14159265358979323846;

constexpr auto sine_series = [] {
    std::array<double, 10> c{1};
    for (int k = 1; k < 10; ++k) c[k] = -c[k - 1] / ((2.0 * k) * (2.0 * k + 1.0));
    return c;
}();

// sin(pi x) by its Taylor series around the nearest integer, where it is exactly 0. Error < 1e-14.
double sine_of_pi(double x) noexcept {
    const auto whole = static_cast<std::int64_t>(x < 0 ? x - 0.5 : x + 0.5);
    const double r = (x - static_cast<double>(whole)) * pi;
    const double s = r * r;
    double p = 0;
    for (int k = 9; k >= 0; --k) p = p * s + sine_series[k];
    return whole % 2 == 0 ? p * r : -p * r;
}

// Kaiser's window, beta = 9: side lobes below -90 dB. The Bessel function I0(beta sqrt(1 - x^2)) is a power series in
// 1 - x^2, so no square root is needed.
class KaiserWindow {
public:
    KaiserWindow() noexcept {
        double term = 1;
        for (int k = 0; k < terms; ++k) {
            series_[k] = term;
            term *= beta * beta / 4 / ((k + 1.0) * (k + 1.0));
        }
        peak_ = sum(1);
    }
    double at(double x) const noexcept { return x <= -1 || x >= 1 ? 0 : sum(1 - x * x) / peak_; }

private:
    static constexpr double beta = 9;
    static constexpr int terms = 22;

    double sum(double y) const noexcept {
        double p = 0;
        for (int k = terms - 1; k >= 0; --k) p = p * y + series_[k];
        return p;
    }
    double series_[terms];
    double peak_ = 1;
};

SincKernel make_kernel(double widening, const KaiserWindow& window) {
    SincKernel k;
    k.widening = widening;
    const auto reach = static_cast<int>(kernel_zero_crossings * widening + 0.999999);
    k.taps = (2 * reach + 7) / 8 * 8;
    k.phases = static_cast<int>(kernel_phases / widening + 0.999999);
    k.rows.resize(static_cast<std::size_t>(k.phases + 1) * k.taps);
    std::vector<double> row(static_cast<std::size_t>(k.taps));
    // A phase and its counterpart from the other end are mirror images: half of them tell all.
    for (int p = 0; 2 * p <= k.phases; ++p) {
        const double behind = k.taps / 2 - 1 + static_cast<double>(p) / k.phases;
        double sum = 0;
        for (int t = 0; t < k.taps; ++t) {
            const double x = (t - behind) / widening;
            const double sinc = x == 0 ? 1 : sine_of_pi(x) / (pi * x);
            sum += row[t] = sinc * window.at(x / kernel_zero_crossings);
        }
        // Every phase passes a constant unchanged: otherwise loud low notes would carry a whisper at the phases'
        // rhythm.
        float* here = k.rows.data() + static_cast<std::size_t>(p) * k.taps;
        float* mirrored = k.rows.data() + static_cast<std::size_t>(k.phases - p) * k.taps;
        for (int t = 0; t < k.taps; ++t) here[t] = mirrored[k.taps - 1 - t] = static_cast<float>(row[t] / sum);
    }
    return k;
}

std::array<SincKernel, kernel_count> make_kernels() {
    const KaiserWindow window;
    double eighth = 2;
    for (int i = 1; i < kernels_an_octave; i *= 2) eighth = __builtin_sqrt(eighth);
    std::array<SincKernel, kernel_count> all;
    double octave = 1;
    for (int i = 0; i < kernel_count; octave *= 2) {
        double widening = octave;
        for (int e = 0; e < kernels_an_octave && i < kernel_count; ++e, widening *= eighth)
            all[i++] = make_kernel(widening, window);
    }
    return all;
}

}  // namespace

const std::array<SincKernel, kernel_count>& sinc_kernels() {
    static const std::array<SincKernel, kernel_count> kernels = make_kernels();
    return kernels;
}

}  // namespace phonon::dsp
