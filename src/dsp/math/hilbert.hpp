// Two copies of a sound, 90 degrees apart from 20 Hz to nearly half the rate: two chains of allpasses. Coefficients by
// O. Niemitalo, "Hilbert transform", yehar.com, 1999 (four second-order allpasses a chain, a^2 at each; the first chain
// is one frame later); error of the angle below 0.7 degrees.
#pragma once

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

inline constexpr int hilbert_sections = 4;
inline constexpr float hilbert_chains[2][hilbert_sections] = {
    {0.6923878f, 0.9360654322959f, 0.9882295226860f, 0.9987488452737f},
    {0.4021921162426f, 0.8561710882420f, 0.9722909545651f, 0.9952884791278f}};

// y(n) = a^2 (x(n) + y(n - 2)) - x(n - 2)
template <int L>
struct HilbertSection {
    Float<L> x1{0.0f}, x2{0.0f}, y1{0.0f}, y2{0.0f};
    PHONON_INLINE Float<L> step(Float<L> x, float a) noexcept {
        const Float<L> y = Float<L>(a * a) * (x + y2) - x2;
        x2 = x1;
        x1 = x;
        y2 = y1;
        y1 = y;
        return y;
    }
};

template <int L>
struct Hilbert {
    HilbertSection<L> section[2][hilbert_sections];
    Float<L> late{0.0f};

    struct Pair {
        Float<L> cosine, sine;
    };
    PHONON_INLINE Pair step(Float<L> x) noexcept {
        Float<L> a = x, b = x;
        for (int k = 0; k < hilbert_sections; ++k) {
            a = section[0][k].step(a, hilbert_chains[0][k]);
            b = section[1][k].step(b, hilbert_chains[1][k]);
        }
        const Pair pair{late, b};
        late = a;
        return pair;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
