#include "engine/tail.hpp"

#include <cmath>

namespace phonon::engine {
namespace {

constexpr float audible = 3.1622777e-5f;  // -90 dBFS

std::int64_t frames_of(double seconds, float rate) { return std::llround(seconds * static_cast<double>(rate)); }

void drop_front(std::vector<float>& samples, std::size_t count) {
    samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace

Tail::Tail(float rate)
    : limit_(frames_of(longest, rate)), patience_(frames_of(patience, rate)), tenth_(frames_of(0.1, rate)) {}

RenderedFrames Tail::add(const RenderedFrames& frames) {
    stems_.resize(frames.stems.size());
    views_.resize(frames.stems.size());
    drop_front(master_, shown_);
    master_.insert(master_.end(), frames.master.begin(), frames.master.end());
    for (std::size_t s = 0; s < stems_.size(); ++s) {
        drop_front(stems_[s], shown_);
        stems_[s].insert(stems_[s].end(), frames.stems[s].begin(), frames.stems[s].end());
    }
    // Frame by frame, so that the end does not depend on the block.
    for (std::size_t i = 0; i < frames.master.size() && !over_; i += 2) {
        ++seen_;
        if (std::fabs(frames.master[i]) > audible || std::fabs(frames.master[i + 1]) > audible) kept_ = seen_;
        over_ = seen_ == limit_ || seen_ - kept_ >= patience_;
    }
    shown_ = 2 * static_cast<std::size_t>(kept_ - given_);
    given_ = kept_;
    for (std::size_t s = 0; s < stems_.size(); ++s) views_[s] = std::span(stems_[s]).first(shown_);
    return {std::span(master_).first(shown_), views_};
}

bool Tail::cut() const noexcept { return seen_ == limit_ && limit_ - kept_ < tenth_; }

}  // namespace phonon::engine
