// The discrete Fourier transform of 2^n numbers, in place, with real and imaginary parts apart.
//
// Radix 2, decimation in time (Cooley and Tukey 1965). T is float, or Float<L> for L transforms side by side. Needs no
// memory and no preparation: fit for audio code.
#pragma once

#include <utility>

#include "dsp/math/lanes.hpp"

namespace phonon::dsp {

inline constexpr int fft_largest = 8192;

// Cosine and sine of k / 8192 of a turn, for half a turn.
struct FftRoots {
    float cosines[fft_largest / 2], sines[fft_largest / 2];
};
extern const FftRoots fft_roots;

}  // namespace phonon::dsp

namespace phonon::dsp::inline PHONON_LEVEL {

// X[k] = sum over n of x[n] e^(-2 pi i k n / size). `size` is a power of two, 1 ... fft_largest. With `re` and `im`
// exchanged it is the inverse, times `size`.
template <class T>
PHONON_INLINE void fft(T* re, T* im, int size) noexcept {
    for (int i = 1, mirrored = 0; i < size; ++i) {
        // Counts upwards from the highest bit.
        int bit = size >> 1;
        for (; (mirrored & bit) != 0; bit >>= 1) mirrored ^= bit;
        mirrored ^= bit;
        if (i < mirrored) {
            std::swap(re[i], re[mirrored]);
            std::swap(im[i], im[mirrored]);
        }
    }
    for (int half = 1; half < size; half *= 2) {
        const int stride = fft_largest / (2 * half);
        for (int first = 0; first < size; first += 2 * half) {
            for (int k = 0; k < half; ++k) {
                const int a = first + k, b = a + half;
                const T c(fft_roots.cosines[k * stride]), s(fft_roots.sines[k * stride]);
                const T x = re[b] * c + im[b] * s;
                const T y = im[b] * c - re[b] * s;
                re[b] = re[a] - x;
                im[b] = im[a] - y;
                re[a] = re[a] + x;
                im[a] = im[a] + y;
            }
        }
    }
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
