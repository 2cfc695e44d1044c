// The parts of a sound between its upward zero crossings ("wavesets": T. Wishart, "Audible design", 1994), which is
// where waves can be taken out, repeated or squeezed without a click.
#pragma once

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

template <int L>
struct WaveStarts {
    Float<L> before{0.0f};

    // Where a wave begins with this frame.
    PHONON_INLINE Mask<L> step(Float<L> x) noexcept {
        const Mask<L> up = (before < 0.0f) & (x >= 0.0f);
        before = x;
        return up;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
