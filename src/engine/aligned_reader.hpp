// Reads a player without its latency: the master and the stems of the same moment, side by side.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/player.hpp"

namespace phonon::engine {

// The same frames of the master and of every stem, interleaved stereo. The stems are as they are before the sum and
// the output stage.
struct RenderedFrames {
    std::span<const float> master;
    std::span<const std::span<const float>> stems;  // empty where they are not wanted
};

class AlignedReader {
public:
    // The player is at its beginning; it outlives the reader. Reads `block` frames at once at most.
    AlignedReader(Player& player, std::size_t block, bool with_stems);

    // The next `count` frames; valid until the next call.
    RenderedFrames read(std::size_t count);

private:
    Player& player_;
    std::size_t late_;   // samples by which the master comes later than the stems
    std::size_t shown_;  // samples of the stems that the last call handed out
    std::vector<float> master_;
    std::vector<std::vector<float>> stems_;  // what was read ahead, then room for a block
    std::vector<std::span<float>> targets_;
    std::vector<std::span<const float>> views_;
};

}  // namespace phonon::engine
