// Lines of a fixed length, the bricks of reverberators: a plain delay and Schroeder's allpass (M. Schroeder, "Natural
// sounding artificial reverberation", Journal of the Audio Engineering Society 10(3), 1962).
#pragma once

#include "dsp/math/delay_line.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// A length given at another sample rate, in frames of this one.
PHONON_INLINE std::uint32_t scaled(float frames, float rate, float from_rate) noexcept {
    return static_cast<std::uint32_t>(frames * rate / from_rate + 0.5f);
}

// Hands out lines from a unit's memory one after another; the sizes are the same in `memory_words` as in `run`.
template <int L>
struct LineShelf {
    float* memory;
    PHONON_INLINE DelayLine<L> take(std::uint32_t words) noexcept {
        const DelayLine<L> line(memory, words);
        memory += std::size_t{words} * L;
        return line;
    }
};

// One frame through an allpass of `length` frames; unit gain at every frequency for |k| < 1.
template <int L>
PHONON_INLINE Float<L> allpass_step(const DelayLine<L>& line, Word<L> now, std::uint32_t length, Float<L> k,
                                    Float<L> x) noexcept {
    const Float<L> back = line.read(now - Word<L>(length));
    const Float<L> v = x - k * back;
    line.write(now, v);
    return back + k * v;
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
