// The loop of an oscillator whose wave breaks at fixed places of its turn: the plain wave, and what mends its breaks
// (math/blep.hpp).
#pragma once

#include "dsp/math/blep.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

inline constexpr std::uint32_t turn_start = 0, turn_middle = 0x80000000u;  // in 2^-32 turns

template <int L>
struct BandLimited {
    Phase<L> phase;
    Blep<L> blep;
};

// Where the last step of the phase passed a place of the turn, the wave is mended there.
template <int L>
class Breaks {
public:
    PHONON_INLINE Breaks(BlepLine<L>& line, int frame, const Phase<L>& phase, const PhaseStep<L>& step) noexcept
        : line_(line), frame_(frame), phase_(phase), step_(step) {}

    // The wave jumps by `height`, or by -height where the phase runs backwards.
    PHONON_INLINE void jump(std::uint32_t place, float height) const noexcept {
        const Crossing<L> at = phase_.crossing(step_, place);
        if (any(at.where)) line_.step(frame_, at.where, at.since(), Float<L>(height) * at.direction());
    }
    // Its slope changes by `bend` a turn, whichever way the phase runs.
    PHONON_INLINE void bend(std::uint32_t place, float bend) const noexcept {
        const Crossing<L> at = phase_.crossing(step_, place);
        if (any(at.where)) line_.corner(frame_, at.where, at.since(), Float<L>(bend) * abs(step_.turns));
    }

private:
    BlepLine<L>& line_;
    int frame_;
    const Phase<L>& phase_;
    const PhaseStep<L>& step_;
};

// The frequency is input 0. `wave` of the turn's part, 0 <= x < 1; `mend` names the wave's breaks.
template <int L, class Wave, class Mend>
PHONON_INLINE void run_band_limited(BandLimited<L>& s, const Io<L>& io, Wave wave, Mend mend) noexcept {
    const In<L> freq = io.in(0);
    BlepLine<L> line(s.blep);
    for (int i = 0; i < io.frames();) {
        const PhaseStep<L> step(freq.at(i), io.rate());
        for (const int end = freq.until(i); i < end; ++i) {
            line.add(i, wave(s.phase.turns()));
            io.out(i, line.take(i));
            s.phase.advance(step);
            mend(Breaks<L>(line, i + 1, s.phase, step));
        }
    }
    line.keep(io.frames());
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
