#include "dsp/analysis/power_spectrum.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "dsp/math/fft.hpp"

namespace phonon::dsp {

PowerSpectrum::PowerSpectrum(int size)
    : window_(static_cast<std::size_t>(size)), re_(window_.size()), im_(window_.size()) {
    assert(size >= 2 && size <= fft_largest && (size & (size - 1)) == 0);
    double energy = 0;
    for (std::size_t i = 0; i < window_.size(); ++i) {
        const double w = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / size);
        window_[i] = static_cast<float>(w);
        energy += w * w;
    }
    // Twice for the mirror image at negative frequencies, twice because a sine of full scale has the power 1/2.
    scale_ = static_cast<float>(4 / (energy * size));
    for (std::vector<float>& p : powers_) p.resize(window_.size() / 2 + 1);
}

void PowerSpectrum::look(std::span<const float> frames) {
    const std::size_t size = window_.size();
    assert(frames.size() == 2 * size);
    // Both channels in one transform, as the parts of complex numbers.
    for (std::size_t i = 0; i < size; ++i) {
        re_[i] = frames[2 * i] * window_[i];
        im_[i] = frames[2 * i + 1] * window_[i];
    }
    fft(re_.data(), im_.data(), static_cast<int>(size));
    for (std::size_t k = 0; k <= size / 2; ++k) {
        const std::size_t mirrored = (size - k) % size;
        const float even_re = re_[k] + re_[mirrored], even_im = im_[k] - im_[mirrored];
        const float odd_re = im_[k] + im_[mirrored], odd_im = re_[mirrored] - re_[k];
        const float scale = k == 0 || k == size / 2 ? scale_ / 8 : scale_ / 4;
        powers_[0][k] = (even_re * even_re + even_im * even_im) * scale;
        powers_[1][k] = (odd_re * odd_re + odd_im * odd_im) * scale;
    }
}

}  // namespace phonon::dsp
