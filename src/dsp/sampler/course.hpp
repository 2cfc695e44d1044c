// How a voice moves through its recording, as a closed form: where it is after n frames, and when it leaves.
#pragma once

#include <cstdint>

#include "dsp/sampler/sampler.hpp"

namespace phonon::dsp {

// The step changes by `bend` after each of the first `bends` frames and stays from then on. Numbers are bounded by
// start_voice so that no sum here overflows 128 bits.
struct Course {
    SamplerPlace step = 0;
    SamplerPlace bend = 0;
    std::int64_t bends = 0;
    SamplerPlace limit = 0;  // > 0

    // The distance travelled before frame n: what adding up the steps one by one gives, to the last bit.
    SamplerPlace place_before(std::int64_t n) const noexcept;
    // The first frame whose place is not inside [0, limit), or at which the voice has come to a stand.
    std::int64_t frames() const noexcept;

private:
    SamplerPlace last_step() const noexcept { return step + bend * bends; }
    std::int64_t frames_after_bend() const noexcept;
};

}  // namespace phonon::dsp
