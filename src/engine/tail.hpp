// What rings on behind the end of a piece: held back until it is known whether anything is still to be heard.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/aligned_reader.hpp"

namespace phonon::engine {

class Tail {
public:
    static constexpr double longest = 30;     // seconds
    static constexpr double patience = 10.5;  // seconds of silence that an echo may still end: the longest delay has 10

    explicit Tail(float rate);

    // Takes the next frames behind the end; gives those that are now known to belong to the piece, up to the last
    // frame above -90 dBFS. Valid until the next call.
    RenderedFrames add(const RenderedFrames& frames);
    // Nothing more belongs to it, whatever would follow.
    bool over() const noexcept { return over_; }
    // It was still to be heard when its longest time was over.
    bool cut() const noexcept;

private:
    std::int64_t limit_, patience_, tenth_;  // in frames
    std::int64_t seen_ = 0, kept_ = 0;       // frames: looked at, and up to the last that is to be heard
    std::int64_t given_ = 0;
    bool over_ = false;
    std::vector<float> master_;  // from the frame after the given ones of the call before last
    std::vector<std::vector<float>> stems_;
    std::vector<std::span<const float>> views_;
    std::size_t shown_ = 0;  // samples that the last call gave
};

}  // namespace phonon::engine
