// The level of an attack-decay-sustain-release envelope. It always goes on from the level it has, so a note that begins
// in another's tail does not click, and its release ends at exactly 0.
//
// The attack is a straight line; decay and release fall as a discharging capacitor does, 2^(-8 p) over their time p,
// stretched by 1/255 so that they arrive instead of falling for ever.
#pragma once

#include "dsp/math/gate.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// How far something has come, 0 to 1, in steps that may change every frame. A compensated sum (W. Kahan, 1965): half a
// million single-precision steps still end on their frame.
template <int L>
struct Progress {
    Float<L> at{0.0f}, lost{0.0f};

    PHONON_INLINE void restart(Mask<L> when) noexcept {
        at = select(when, 0.0f, at);
        lost = select(when, 0.0f, lost);
    }
    // One frame of a way that takes `seconds`; less than a frame counts as one.
    PHONON_INLINE void advance(Float<L> seconds, float frame_seconds) noexcept {
        const Float<L> step = Float<L>(frame_seconds) / max(seconds, frame_seconds) - lost;
        const Float<L> sum = at + step;
        lost = (sum - at) - step;
        const Mask<L> there = sum > 0.999998f;
        at = select(there, 1.0f, sum);
        lost = select(there, 0.0f, lost);
    }
    PHONON_INLINE Mask<L> done() const noexcept { return at >= 1.0f; }
};

// 0 at p = 0 and exactly 1 at p = 1.
template <int L>
PHONON_INLINE Float<L> fall_curve(Float<L> p) noexcept {
    const Float<L> y = (Float<L>(1.0f) - exp2(p * Float<L>(-8.0f))) * Float<L>(256.0f / 255.0f);
    return select(p >= 1.0f, 1.0f, y);
}

template <int L>
struct ContourTimes {
    Float<L> attack, decay, sustain, release;  // seconds, but sustain: a level
};

template <int L>
struct Contour {
    static constexpr std::int32_t releasing = 0, attacking = 1, decaying = 2;
    Int<L> stage{releasing};
    Progress<L> progress{Float<L>(1.0f), Float<L>(0.0f)};
    Float<L> level{0.0f}, start{0.0f};

    PHONON_INLINE void enter(Mask<L> when, std::int32_t next) noexcept {
        stage = select(when, Int<L>(next), stage);
        start = select(when, level, start);
        progress.restart(when);
    }
    // The level of this frame; `onset` starts the attack and `closed` the release in this frame.
    PHONON_INLINE Float<L> step(Mask<L> onset, Mask<L> closed, const ContourTimes<L>& t, float frame_seconds) noexcept {
        return step(onset, closed, t, frame_seconds, [](Float<L> p) { return fall_curve(p); });
    }
    // With another curve of decay and release, from 0 at 0 to 1 at 1.
    template <class Curve>
    PHONON_INLINE Float<L> step(Mask<L> onset, Mask<L> closed, const ContourTimes<L>& t, float frame_seconds,
                                Curve fall) noexcept {
        enter(closed & (stage != releasing), releasing);
        enter(onset, attacking);
        const Mask<L> up = stage == attacking, down = stage == decaying;
        const Float<L> target = select(up, 1.0f, select(down, t.sustain, 0.0f));
        const Float<L> from = select(down, 1.0f, start);
        const Float<L> way = select(up, progress.at, fall(progress.at));
        level = select(progress.done(), target, from + (target - from) * way);
        progress.advance(select(up, t.attack, select(down, t.decay, t.release)), frame_seconds);
        const Mask<L> risen = up & progress.done();
        stage = select(risen, Int<L>(decaying), stage);
        progress.restart(risen);
        return level;
    }
};

// How far a ramp has come that every onset starts anew: 0 before the first and 1 after its end.
template <int L>
struct Ramp {
    Gate<L> gate;
    Int<L> begun{0};
    Progress<L> progress;

    PHONON_INLINE Float<L> step(Float<L> gate_value, Float<L> seconds, float frame_seconds) noexcept {
        const Mask<L> onset = gate.step(gate_value).onset;
        begun = begun | onset;
        progress.restart(onset | ~begun);
        const Float<L> here = progress.at;
        progress.advance(seconds, frame_seconds);
        return here;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
