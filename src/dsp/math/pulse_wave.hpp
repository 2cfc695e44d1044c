// A naive pulse wave and the corrections it needs, for pulse and the units that contain one.
#pragma once

#include "dsp/math/blep.hpp"
#include "dsp/math/phase.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// 0 ... 1 as a phase; 1 becomes the largest phase below a whole turn.
template <int L>
PHONON_INLINE Word<L> part_of_turn(Float<L> x) noexcept {
    return bits<std::uint32_t>(to_int(clamp(x, 0.0f, 0.99999994f) * Float<L>(2147483648.0f)) << 1);
}

// High while the phase is below a threshold that may move from frame to frame.
template <int L>
struct PulseWave {
    Phase<L> phase;
    Word<L> high{0u}, arrived{0u};  // threshold, and the step that led to this phase
    Float<L> value{0.0f}, jump{0.0f};
    Int<L> begun{0};

    // At the start of a frame: the naive value, and how it got there.
    PHONON_INLINE void look(Word<L> threshold) noexcept {
        const Float<L> now = select(phase.at < threshold, 1.0f, Float<L>(-1.0f));
        jump = select(begun, now - value, 0.0f);
        moved_ = arrived - (threshold - high);
        moved_ = select(begun, moved_, Word<L>(0u));
        high = threshold;
        value = now;
        begun = Int<L>(-1);
    }
    // After `line.add(i, ...)`. The wave may pass both edges between two frames: the wrap of the phase is known, and
    // the rest of the jump is the other edge.
    PHONON_INLINE void correct(BlepLine<L>& line, int i, Float<L> weight) const noexcept {
        const Crossing<L> turn(phase.at, arrived);
        const Float<L> at_turn = select(turn.where, Float<L>(2.0f) * turn.direction(), 0.0f);
        const Float<L> at_edge = jump - at_turn;
        const Mask<L> edge = at_edge != 0.0f;
        if (any(turn.where)) line.step(i, turn.where, turn.since(), weight * at_turn);
        if (any(edge)) line.step(i, edge, Crossing<L>(phase.at - high, moved_).since(), weight * at_edge);
    }
    PHONON_INLINE void advance(const PhaseStep<L>& s) noexcept {
        phase.advance(s);
        arrived = s.step;
    }

private:
    Word<L> moved_{0u};  // how far the phase moved past the threshold
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
