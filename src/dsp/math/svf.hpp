// One section of the trapezoidal state variable filter, shared by all filters built on it (Simper, Cytomic 2013).
#pragma once

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

template <int L>
struct SvfCoefficients {
    Float<L> g, k, a1, a2, a3;

    // Cutoff is held inside 5 Hz ... 0.49 rate, q at 0.05 and above. `widen` moves the prewarped cutoff, for shelves.
    PHONON_INLINE SvfCoefficients(Float<L> cutoff, Float<L> q, float rate, Float<L> widen = Float<L>(1.0f)) noexcept {
        g = tan_half_turns(clamp(cutoff * Float<L>(1.0f / rate), 5.0f / rate, 0.49f)) * widen;
        k = Float<L>(1.0f) / max(q, 0.05f);
        a1 = Float<L>(1.0f) / (Float<L>(1.0f) + g * (g + k));
        a2 = g * a1;
        a3 = g * a2;
    }
};

template <int L>
struct SvfState {
    Float<L> s1{0.0f}, s2{0.0f};

    struct Outputs {
        Float<L> low, band, high;
    };
    PHONON_INLINE Outputs step(Float<L> in, const SvfCoefficients<L>& k) noexcept {
        const Float<L> v3 = in - s2;
        const Float<L> v1 = k.a1 * s1 + k.a2 * v3;
        const Float<L> v2 = s2 + k.a2 * s1 + k.a3 * v3;
        s1 = v1 + v1 - s1;
        s2 = v2 + v2 - s2;
        return {v2, v1, in - k.k * v1 - v2};
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
