// Phase as a fraction of a turn in 32 bits: wraps exactly, never drifts, and runs backwards for negative frequencies.
#pragma once

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

template <int L>
struct PhaseStep {
    Float<L> turns;  // a frame, -0.5 ... 0.5
    Word<L> step;

    PHONON_INLINE PhaseStep(Float<L> hertz, float rate) noexcept {
        turns = clamp(hertz * Float<L>(1.0f / rate), -0.49999f, 0.49999f);
        // 2^32 turns do not fit in a signed conversion: scale by 2^31 and double, exact for a power of two.
        step = bits<std::uint32_t>(to_int(turns * Float<L>(2147483648.0f)) << 1);
    }
};

// Where a phase has passed a whole turn on its last step, forwards or backwards, and how many frames ago (0 ... 1).
template <int L>
struct Crossing {
    Mask<L> where;
    Word<L> at, step;

    PHONON_INLINE Crossing(Word<L> now, Word<L> by) noexcept : at(now), step(by) {
        where = (at < step) ^ (bits<std::int32_t>(step) >> 31);
    }
    // Means something only where it crossed.
    PHONON_INLINE Float<L> since() const noexcept {
        return clamp(to_float(bits<std::int32_t>(at)) / to_float(bits<std::int32_t>(step)), 0.0f, 1.0f);
    }
    PHONON_INLINE Float<L> direction() const noexcept { return copy_sign(Float<L>(1.0f), bits<float>(step)); }
};

template <int L>
struct Phase {
    Word<L> at{0u};

    // 0 <= x < 1
    PHONON_INLINE Float<L> turns() const noexcept {
        // The upper 24 bits, which a float holds exactly.
        return to_float(bits<std::int32_t>(at >> 8)) * Float<L>(1.0f / 16777216.0f);
    }
    PHONON_INLINE void advance(const PhaseStep<L>& s) noexcept { at += s.step; }
    // For turns that begin `offset` / 2^32 of a turn later.
    PHONON_INLINE Crossing<L> crossing(const PhaseStep<L>& s, std::uint32_t offset = 0) const noexcept {
        return Crossing<L>(at - Word<L>(offset), s.step);
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
