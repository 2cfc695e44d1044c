// A string or tube as one loop of a delay line: what runs round it comes back once a period, a little softer and duller
// each time (M. Karjalainen, V. Valimaki, T. Tolonen, "Plucked-string models: from the Karplus-Strong algorithm to
// digital waveguides and beyond", Computer Music Journal 22(3), 1998).
//
// The loss filter a + b z^-1 + a z^-2 takes exactly one frame at every frequency, and the line is read between frames
// by interpolation, so that the loop is in tune wherever it is damped and whatever its period is.
#pragma once

#include "dsp/math/delay_line.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

inline constexpr float lowest_string = 20;

PHONON_INLINE std::uint32_t string_words(float rate) noexcept { return line_words(rate, 1.0f / lowest_string); }

template <int L>
struct StringTuning {
    Float<L> hertz, period;   // frames
    Float<L> middle, beside;  // the loss filter, the loop's gain in it

    // `damp` 0 ... 1 dulls; `seconds` is the time in which the fundamental dies by 60 dB, as long as `damp` alone would
    // not kill it earlier.
    PHONON_INLINE StringTuning(Float<L> freq, Float<L> damp, Float<L> seconds, float rate) noexcept {
        hertz = clamp(abs(freq), lowest_string, 0.25f * rate);
        period = Float<L>(rate) / hertz;
        const Float<L> a = clamp(damp, 0.0f, 1.0f) * Float<L>(0.25f);
        const Float<L> b = Float<L>(1.0f) - a - a;
        const Float<L> loss = b + (a + a) * cos_turns(hertz * Float<L>(1.0f / rate));
        // 60 dB are a factor of 2^-9.966 in `seconds` * hertz rounds. Below 1 at every frequency, so the loop is
        // stable.
        const Float<L> once = exp2(Float<L>(-9.96578428f) / (max(seconds, 0.001f) * hertz));
        const Float<L> gain = min(once / max(loss, 0.001f), 0.99999f);
        middle = b * gain;
        beside = a * gain;
    }
};

template <int L>
struct StringLoop {
    Float<L> back1{0.0f}, back2{0.0f};

    // What arrives at the end of the string in this frame, before losses.
    PHONON_INLINE static Float<L> arriving(const DelayLine<L>& line, Word<L> now, const StringTuning<L>& t) noexcept {
        return line.read(now, t.period - Float<L>(1.0f));
    }
    // What it sends back.
    PHONON_INLINE Float<L> reflect(Float<L> arrived, const StringTuning<L>& t) noexcept {
        const Float<L> y = t.middle * back1 + t.beside * (arrived + back2);
        back2 = back1;
        back1 = arrived;
        return y;
    }
    PHONON_INLINE void forget(Mask<L> where) noexcept {
        back1 = select(where, 0.0f, back1);
        back2 = select(where, 0.0f, back2);
    }
};

// When a string is struck: at each onset of the note's gate, and where its pitch leaps by more than half a semitone
// from one frame to the next, so that a melody written into the pitch is played note by note.
template <int L>
struct Stroke {
    Int<L> was_open{0};
    Float<L> pitch{0.0f};

    PHONON_INLINE Mask<L> step(Float<L> gate, Float<L> hertz) noexcept {
        const Mask<L> open = gate > 0.5f;
        const Mask<L> leap = (abs(hertz - pitch) > pitch * Float<L>(0.03f)) & (pitch > 0.0f);
        const Mask<L> struck = (gate == 2.0f) | (open & ~was_open) | leap;
        was_open = open;
        pitch = hertz;
        return struck;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
