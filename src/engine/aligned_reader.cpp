#include "engine/aligned_reader.hpp"

#include <algorithm>
#include <cstring>

namespace phonon::engine {

AlignedReader::AlignedReader(Player& player, std::size_t block, bool with_stems)
    : player_(player),
      late_(2 * static_cast<std::size_t>(player.latency())),
      shown_(0),
      master_(std::max(late_, 2 * block)),
      stems_(with_stems ? player.stem_count() : 0, std::vector<float>(late_ + 2 * block)),
      targets_(stems_.size()),
      views_(stems_.size()) {
    for (std::size_t s = 0; s < stems_.size(); ++s) targets_[s] = std::span(stems_[s]).first(late_);
    player_.read(std::span(master_).first(late_), targets_);
}

RenderedFrames AlignedReader::read(std::size_t count) {
    const std::size_t samples = 2 * count;
    for (std::size_t s = 0; s < stems_.size(); ++s) {
        std::memmove(stems_[s].data(), stems_[s].data() + shown_, late_ * sizeof(float));
        targets_[s] = std::span(stems_[s]).subspan(late_, samples);
        views_[s] = std::span(stems_[s]).first(samples);
    }
    shown_ = samples;
    const auto master = std::span(master_).first(samples);
    player_.read(master, targets_);
    return {master, views_};
}

}  // namespace phonon::engine
