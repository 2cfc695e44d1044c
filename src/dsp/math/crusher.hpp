// Fewer steps in level and in time: what bit crushers are made of.
#pragma once

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// The nearest of the levels of `bits` bits, of which one is for the sign; bits may be a fraction.
template <int L>
PHONON_INLINE Float<L> quantized(Float<L> x, Float<L> bit_count) noexcept {
    const Float<L> steps = exp2(clamp(bit_count, 1.0f, 24.0f) - Float<L>(1.0f));
    return floor(clamp(x * steps, -1e9f, 1e9f) + Float<L>(0.5f)) / steps;
}

// Takes a frame, then holds it for `factor` frames; a fraction is kept up on average.
template <int L>
struct Hold {
    Float<L> left{0.0f}, value{0.0f};

    PHONON_INLINE Float<L> step(Float<L> x, Float<L> factor) noexcept {
        const Mask<L> take = left <= 0.0f;
        value = select(take, x, value);
        left = select(take, left + max(factor, 1.0f), left) - Float<L>(1.0f);
        return value;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
