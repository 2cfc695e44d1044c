// The envelope that moves a control of a voice (its filter, its pitch, its modulation), of straight lines, as Strudel
// has it: each of attack, decay, sustain and release may be left out, and what is left out depends on what is not.
#pragma once

#include "dsp/math/contour.hpp"
#include "dsp/unit/facts.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// Controls that an event does not set are -1e6 (compile/voice_effects.hpp).
constexpr Input voice_control(std::string_view name, std::string_view doc, float high) noexcept {
    return param(name, doc, Measure::none, -1e6f, high, -1e6f);
}
template <int L>
PHONON_INLINE Mask<L> is_set(Float<L> control) noexcept {
    return control > -1e5f;
}
template <int L>
PHONON_INLINE Float<L> set_or(Float<L> control, Float<L> otherwise) noexcept {
    return select(is_set(control), control, otherwise);
}

template <int L>
struct ControlContour {
    Gate<L> gate;
    Contour<L> contour;

    PHONON_INLINE static Mask<L> any_set(const ContourTimes<L>& t) noexcept {
        return is_set(t.attack) | is_set(t.decay) | is_set(t.sustain) | is_set(t.release);
    }
    // `t` as it was set, and `usual` where nothing of it is. A decay that is set falls to 0 unless a level is.
    PHONON_INLINE static ContourTimes<L> filled(const ContourTimes<L>& t, const ContourTimes<L>& usual) noexcept {
        constexpr float shortest = 0.001f, shortest_release = 0.01f;
        const Mask<L> any = any_set(t);
        const Float<L> level = select(is_set(t.decay), Float<L>(0.0f), Float<L>(1.0f));
        return {select(any, max(t.attack, shortest), usual.attack), select(any, max(t.decay, shortest), usual.decay),
                select(any, clamp(set_or(t.sustain, level), 0.0f, 1.0f), usual.sustain),
                select(any, max(t.release, shortest_release), usual.release)};
    }
    PHONON_INLINE Float<L> step(Float<L> gate_value, const ContourTimes<L>& t, float frame_seconds) noexcept {
        const auto edge = gate.step(gate_value);
        return contour.step(edge.onset, edge.closed, t, frame_seconds, [](Float<L> p) { return p; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
