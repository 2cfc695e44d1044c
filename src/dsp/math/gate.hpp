// Gates and triggers as kernels read them (their values: unit/facts.hpp).
#pragma once

#include "dsp/math/functions.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

template <int L>
struct Gate {
    Int<L> was_open{0};

    struct Edges {
        Mask<L> onset, open, closed;  // closed: on the first frame after an event only
    };
    // 2 is the first frame of an event even where the event before still lasts; any other signal opens where it rises
    // above one half.
    PHONON_INLINE Edges step(Float<L> x) noexcept {
        const Mask<L> open = x > 0.5f;
        const Edges e{(x == 2.0f) | (open & ~was_open), open, was_open & ~open};
        was_open = open;
        return e;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
