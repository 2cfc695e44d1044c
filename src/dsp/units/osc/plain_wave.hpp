// The loop of an oscillator that is a function of its phase and nothing else.
#pragma once

#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

template <int L>
struct PlainWave {
    Phase<L> phase;
};

// The frequency is input 0. `wave` of the turn's part, 0 <= x < 1.
template <int L, class Wave>
PHONON_INLINE void run_plain_wave(PlainWave<L>& s, const Io<L>& io, Wave wave) noexcept {
    const In<L> freq = io.in(0);
    for (int i = 0; i < io.frames();) {
        const PhaseStep<L> step(freq.at(i), io.rate());
        for (const int end = freq.until(i); i < end; ++i) {
            io.out(i, wave(s.phase.turns()));
            s.phase.advance(step);
        }
    }
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
