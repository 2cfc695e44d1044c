// A delay line over a unit's own memory, and a tap that may be swept or thrown about without clicks.
//
// Between frames it reads by third-order Lagrange interpolation, whose gain is at most 1 at every frequency when the
// point lies between the middle two of its four frames, so that a loop around it stays stable (T. Laakso, V. Valimaki,
// M. Karjalainen, U. Laine, "Splitting the unit delay", IEEE Signal Processing Magazine 13(1), 1996).
#pragma once

#include <bit>
#include <cstddef>

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// Words a lane for a line that can be read `seconds` back: a power of two, so that frame numbers wrap by a mask.
PHONON_INLINE std::uint32_t line_words(float rate, float seconds) noexcept {
    return std::bit_ceil(static_cast<std::uint32_t>(rate * seconds) + 8u);
}

// Frames are known by their number, which each lane counts for itself and which wraps at 2^32.
template <int L>
class DelayLine {
public:
    PHONON_INLINE DelayLine(float* memory, std::uint32_t words) noexcept : memory_(memory), mask_(words - 1) {}

    PHONON_INLINE void write(Word<L> frame, Float<L> x) const noexcept {
        for (int l = 0; l < L; ++l) memory_[slot(frame, l)] = x.lane(l);
    }
    PHONON_INLINE Float<L> read(Word<L> frame) const noexcept {
        Float<L> x;
        for (int l = 0; l < L; ++l) x.set_lane(l, memory_[slot(frame, l)]);
        return x;
    }
    // `age` frames before frame `now`. The frame `now - newest` is the last one written: younger ages count as
    // `newest`, and less than one frame above it there are only two frames to interpolate between.
    PHONON_INLINE Float<L> read(Word<L> now, Float<L> age, float newest = 1) const noexcept {
        age = max(age, newest);
        const Float<L> whole = floor(age);
        const Float<L> x = age - whole;
        const Word<L> at = now - bits<std::uint32_t>(to_int(whole));
        const Float<L> a = read(at + Word<L>(1u)), b = read(at), c = read(at - Word<L>(1u)), d = read(at - Word<L>(2u));
        const Float<L> one(1.0f), two(2.0f);
        const Float<L> lower = (x - one) * (x - two), upper = (x + one) * x;
        const Float<L> cubic = (upper * (x - one) * d - lower * x * a) * Float<L>(1.0f / 6.0f) +
                               (lower * (x + one) * b - upper * (x - two) * c) * Float<L>(0.5f);
        return select(whole < newest + 1.0f, b + x * (c - b), cubic);
    }

private:
    PHONON_INLINE std::size_t slot(Word<L> frame, int l) const noexcept {
        return static_cast<std::size_t>(frame.lane(l) & mask_) * L + static_cast<std::size_t>(l);
    }
    float* memory_;
    std::uint32_t mask_;
};

// Seconds as frames. A time written in decimals that misses a whole frame only by rounding is that whole frame.
template <int L>
PHONON_INLINE Float<L> frames_of(Float<L> seconds, float rate, float low, float high) noexcept {
    const Float<L> age = clamp(seconds * Float<L>(rate), low, high);
    const Float<L> near = floor(age + Float<L>(0.5f));
    return select(abs(age - near) <= age * Float<L>(0x1p-22f), near, age);
}

// Where an echo is read. Follows a swept time frame by frame, as a tape does; a time that leaps is reached by a 10 ms
// cross-fade between two readings, because one reading would click.
template <int L>
struct Tap {
    Float<L> age{-1.0f};  // frames; below 0 before the first frame
    Float<L> before{0.0f};
    Float<L> fade{0.0f};  // what `before` still has of the sound

    PHONON_INLINE void follow(Float<L> target, float rate) noexcept {
        const Mask<L> first = age < 0.0f;
        const Mask<L> far = (abs(target - age) > 8.0f) & ~first;
        const Mask<L> leap = far & (fade <= 0.0f);
        before = select(leap, age, before);
        fade = select(leap, 1.0f, max(fade - Float<L>(100.0f / rate), 0.0f));
        age = select(far & ~leap, age, target);
    }
    PHONON_INLINE Float<L> read(const DelayLine<L>& line, Word<L> now, float newest = 1) const noexcept {
        const Float<L> y = line.read(now, age, newest);
        const Mask<L> fading = fade > 0.0f;
        if (!any<L>(fading)) return y;
        return select(fading, y + fade * (line.read(now, before, newest) - y), y);
    }
};

// What an echo sends back into its line: never quite everything, so that it ends.
template <int L>
PHONON_INLINE Float<L> safe_feedback(Float<L> fb) noexcept {
    return clamp(fb, -0.999f, 0.999f);
}

template <int L>
PHONON_INLINE Float<L> dry_wet(Float<L> dry, Float<L> wet, Float<L> mix) noexcept {
    mix = clamp(mix, 0.0f, 1.0f);
    return dry * (Float<L>(1.0f) - mix) + wet * mix;
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
