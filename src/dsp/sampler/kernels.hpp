// Interpolation kernels: windowed sincs, one table of phases for each eighth of an octave of speed.
//
// After J. O. Smith, "Digital Audio Resampling" (ccrma.stanford.edu/~jos/resample): a recording read faster than it was
// made needs a kernel widened by the same factor, or what lies above the new Nyquist frequency folds down. Tables at
// fixed widths keep the coefficients of a frame side by side, which a kernel stretched at run time cannot.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace phonon::dsp {

inline constexpr int kernel_zero_crossings = 16;  // each side
inline constexpr int kernel_phases = 512;         // a zero crossing
inline constexpr int kernels_an_octave = 8;
inline constexpr int kernel_octaves = 5;  // steps above 32 keep the kernel of 32, and alias
inline constexpr int kernel_count = kernels_an_octave * kernel_octaves + 1;
inline constexpr int max_taps = 2 * kernel_zero_crossings << kernel_octaves;

// Row p (0 ... phases) holds the weights for a place p / phases of a frame behind frame `taps / 2 - 1` of the window.
struct SincKernel {
    double widening = 1;  // the largest step this kernel is for
    int taps = 0;         // a multiple of 8
    int phases = 0;
    std::vector<float> rows;

    const float* row(std::uint32_t phase) const noexcept {
        return rows.data() + static_cast<std::size_t>(phase) * taps;
    }
};

// The narrowest first. Made by the first call, with + - * / and square roots in double precision only, so that the
// weights are the same on every machine. Phase 0 of the narrowest kernel is exactly 1 at its centre and 0 elsewhere.
const std::array<SincKernel, kernel_count>& sinc_kernels();

}  // namespace phonon::dsp
