// Coefficients that turn the state variable filter into bells and shelves (A. Simper, "Solving the continuous SVF
// equations using trapezoidal integration and equivalent currents", Cytomic 2013): output = m0 in + m1 band + m2 low.
#pragma once

#include "dsp/math/svf.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

template <int L>
struct SvfMix {
    SvfCoefficients<L> k;
    Float<L> m0, m1, m2;

    PHONON_INLINE Float<L> step(SvfState<L>& s, Float<L> in) const noexcept {
        const auto o = s.step(in, k);
        return m0 * in + m1 * o.band + m2 * o.low;
    }
};

// The square root of the gain at the middle or in the shelf; gains are held at +-60 dB.
template <int L>
PHONON_INLINE Float<L> shelf_amplitude(Float<L> gain_db) noexcept {
    return from_decibels(clamp(gain_db, -60.0f, 60.0f) * Float<L>(0.5f));
}
// `gain_db` at `freq`, half of it (in dB) at the edges of a band as wide as q says.
template <int L>
PHONON_INLINE SvfMix<L> bell(Float<L> freq, Float<L> gain_db, Float<L> q, float rate) noexcept {
    const Float<L> a = shelf_amplitude(gain_db);
    SvfMix<L> m{SvfCoefficients<L>(freq, max(q, 0.05f) * a, rate), Float<L>(1.0f), Float<L>(0.0f), Float<L>(0.0f)};
    m.m1 = m.k.k * (a * a - Float<L>(1.0f));
    return m;
}
// `gain_db` far below `freq`, half of it at `freq`.
template <int L>
PHONON_INLINE SvfMix<L> low_shelf(Float<L> freq, Float<L> gain_db, Float<L> q, float rate) noexcept {
    const Float<L> a = shelf_amplitude(gain_db);
    const SvfCoefficients<L> k(freq, q, rate, Float<L>(1.0f) / sqrt(a));
    SvfMix<L> m{k, Float<L>(1.0f), Float<L>(0.0f), Float<L>(0.0f)};
    m.m1 = m.k.k * (a - Float<L>(1.0f));
    m.m2 = a * a - Float<L>(1.0f);
    return m;
}
// `gain_db` far above `freq`, half of it at `freq`.
template <int L>
PHONON_INLINE SvfMix<L> high_shelf(Float<L> freq, Float<L> gain_db, Float<L> q, float rate) noexcept {
    const Float<L> a = shelf_amplitude(gain_db);
    SvfMix<L> m{SvfCoefficients<L>(freq, q, rate, sqrt(a)), a * a, Float<L>(0.0f), Float<L>(0.0f)};
    m.m1 = m.k.k * (Float<L>(1.0f) - a) * a;
    m.m2 = Float<L>(1.0f) - a * a;
    return m;
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
