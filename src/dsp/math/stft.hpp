// The short-time Fourier transform of a lane: spectra of windows a quarter of a window apart, and the sound put
// together again from them by weighted overlap and add (R. Crochiere, "A weighted overlap-add method of short-time
// Fourier analysis/synthesis", IEEE Transactions on Acoustics, Speech, and Signal Processing 28(1), 1980). Sound and
// windows are cut by a Hann window each time, whose squares a quarter apart add up to 3/2: spectra that are left alone
// give the sound back as it was.
#pragma once

#include <cstddef>
#include <cstdint>

#include "dsp/math/functions.hpp"
#include "dsp/math/real_fft.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

inline constexpr int stft_overlap = 4;

// One lane's view of a unit's memory.
struct LaneMemory {
    float* memory;
    int lanes;
    PHONON_INLINE float& operator()(std::size_t word) const noexcept {
        return memory[word * static_cast<std::size_t>(lanes)];
    }
};

PHONON_INLINE float hann(int k, int n) noexcept {
    return 0.5f - 0.5f * cos_turns(Float<1>((static_cast<float>(k) + 0.5f) / static_cast<float>(n))).lane(0);
}

// The spectrum of the `n` frames before `end`, out of a ring of `ring` words at `past`; re and im take n / 2 + 1.
PHONON_INLINE void windowed_spectrum(const LaneMemory& lane, std::size_t past, std::uint32_t ring, std::uint32_t end,
                                     int n, float* re, float* im) noexcept {
    const std::uint32_t mask = ring - 1;
    for (int k = 0; k < n / 2; ++k) {
        const std::uint32_t frame = end - static_cast<std::uint32_t>(n - 2 * k);
        re[k] = hann(2 * k, n) * lane(past + (frame & mask));
        im[k] = hann(2 * k + 1, n) * lane(past + ((frame + 1) & mask));
    }
    real_fft(re, im, n);
}

// Adds the sound of a spectrum, which is used up, to the ring of `n` words at `made`, where it begins at frame `begin`.
// Frames before `from` are left as they are.
PHONON_INLINE void add_windowed(const LaneMemory& lane, std::size_t made, std::uint32_t begin, std::uint32_t from,
                                int n, float* re, float* im) noexcept {
    real_fft_inverse(re, im, n);
    // The inverse is n / 2 times too large.
    const float level = 2.0f / static_cast<float>(n) / 1.5f;
    const auto mask = static_cast<std::uint32_t>(n - 1);
    for (int k = 0; k < n; ++k) {
        const std::uint32_t frame = begin + static_cast<std::uint32_t>(k);
        if (static_cast<std::int32_t>(frame - from) < 0) continue;
        const float y = k % 2 == 0 ? re[k / 2] : im[k / 2];
        lane(made + (frame & mask)) += level * hann(k, n) * y;
    }
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
