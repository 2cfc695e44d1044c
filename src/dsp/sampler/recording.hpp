// A decoded sound in memory: what a sampler plays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace phonon::dsp {

// Immutable once made, so any number of voices on any thread may play it. It is kept at the rate it was recorded at:
// the voice's interpolator covers the difference, and the file's own frames reach the output untouched where the rates
// agree.
struct Recording {
    std::vector<float> frames;           // interleaved, length * channels; empty where they are elsewhere
    int channels = 1;                    // 1 or 2
    double rate = 48000;                 // frames a second
    std::int64_t length = 0;             // frames
    std::shared_ptr<const float> paged;  // of a long sound: the same on disk, in memory only where it is played

    const float* data() const noexcept { return paged ? paged.get() : frames.data(); }
    // Of memory that it holds.
    std::size_t bytes() const noexcept { return frames.size() * sizeof(float); }
};

}  // namespace phonon::dsp
