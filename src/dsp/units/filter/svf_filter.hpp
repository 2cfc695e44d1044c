// The loop of a filter that is one output, or a sum of outputs, of a state variable filter (math/svf.hpp).
#pragma once

#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

// Inputs: the sound, the cutoff, q. `output` of SvfState::Outputs and the coefficients.
template <int L, class Output>
PHONON_INLINE void run_svf(SvfState<L>& s, const Io<L>& io, Output output) noexcept {
    const In<L> in = io.in(0), cutoff = io.in(1), q = io.in(2);
    for (int i = 0; i < io.frames();) {
        const SvfCoefficients<L> k(cutoff.at(i), q.at(i), io.rate());
        for (const int end = until(i, cutoff, q); i < end; ++i) io.out(i, output(s.step(in.at(i), k), k));
    }
}

}  // namespace phonon::dsp::inline PHONON_LEVEL
