// Levels that rise and fall at their own speeds: the side chains of compressors, gates and followers.
//
// Gain reduction is smoothed in decibels behind the static curve, with one speed for more and another for less of it
// (D. Giannoulis, M. Massberg, J. Reiss, "Digital dynamic range compressor design - a tutorial and analysis", Journal
// of the Audio Engineering Society 60(6), 2012, the smooth branching detector).
#pragma once

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// What is left of a distance after one frame, when 1/e of it is left after `seconds`.
template <int L>
PHONON_INLINE Float<L> kept_per_frame(Float<L> seconds, float frame_seconds) noexcept {
    return exp(Float<L>(-frame_seconds) / max(seconds, frame_seconds * 0.1f));
}

template <int L>
struct Branching {
    Float<L> at{0.0f};
    PHONON_INLINE Float<L> step(Float<L> target, Float<L> kept_rising, Float<L> kept_falling) noexcept {
        at = target + select(target > at, kept_rising, kept_falling) * (at - target);
        return at;
    }
};

// Level in dB of a frame; silence counts as -120 dB.
template <int L>
PHONON_INLINE Float<L> frame_decibels(Float<L> x) noexcept {
    return to_decibels(max(abs(x), 1e-6f));
}

// By how many dB a compressor lowers a level: nothing below the threshold, a part of the excess above it, and a bend
// of 6 dB about it.
template <int L>
PHONON_INLINE Float<L> reduction(Float<L> level, Float<L> threshold, Float<L> ratio) noexcept {
    const Float<L> slope = Float<L>(1.0f) - Float<L>(1.0f) / max(ratio, 1.0f);
    const Float<L> over = level - threshold;
    const Float<L> bend = over + Float<L>(3.0f);
    const Float<L> bent = select(over > 3.0f, over, bend * bend * Float<L>(1.0f / 12.0f));
    return slope * select(over < -3.0f, 0.0f, bent);
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
