// The Fourier transform of 2^n real numbers, as one of half as many complex ones (H. Sorensen et al., "Real-valued fast
// Fourier transform algorithms", IEEE Transactions on Acoustics, Speech, and Signal Processing 35(6), 1987).
#pragma once

#include "dsp/math/fft.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// In: x[2k] in re[k] and x[2k + 1] in im[k], for 0 <= k < size / 2. Out: X[0 ... size / 2]; so both hold
// size / 2 + 1 numbers. `size` is a power of two, 4 ... fft_largest.
PHONON_INLINE void real_fft(float* re, float* im, int size) noexcept {
    const int half = size / 2, stride = fft_largest / size;
    fft(re, im, half);
    re[half] = re[0];
    im[half] = im[0];
    for (int k = 0; k <= half / 2; ++k) {
        const int m = half - k;
        const float c = fft_roots.cosines[k * stride], s = fft_roots.sines[k * stride];
        const float even_re = (re[k] + re[m]) * 0.5f, even_im = (im[k] - im[m]) * 0.5f;
        const float odd_re = (im[k] + im[m]) * 0.5f, odd_im = (re[m] - re[k]) * 0.5f;
        const float turned_re = odd_re * c + odd_im * s, turned_im = odd_im * c - odd_re * s;
        re[k] = even_re + turned_re;
        im[k] = even_im + turned_im;
        re[m] = even_re - turned_re;
        im[m] = turned_im - even_im;
    }
}

// Back again, times size / 2.
PHONON_INLINE void real_fft_inverse(float* re, float* im, int size) noexcept {
    const int half = size / 2, stride = fft_largest / size;
    for (int k = 0; k <= half / 2; ++k) {
        const int m = half - k;
        const float c = fft_roots.cosines[k * stride], s = fft_roots.sines[k * stride];
        const float even_re = (re[k] + re[m]) * 0.5f, even_im = (im[k] - im[m]) * 0.5f;
        const float turned_re = (re[k] - re[m]) * 0.5f, turned_im = (im[k] + im[m]) * 0.5f;
        const float odd_re = turned_re * c - turned_im * s, odd_im = turned_im * c + turned_re * s;
        re[k] = even_re - odd_im;
        im[k] = even_im + odd_re;
        re[m] = even_re + odd_im;
        im[m] = odd_re - even_im;
    }
    fft(im, re, half);
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
