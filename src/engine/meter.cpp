#include "engine/meter.hpp"

#include <ebur128.h>

#include <algorithm>
#include <cmath>

namespace phonon::engine {

struct Meter::Loudness {
    ebur128_state* state;
    explicit Loudness(float rate) : state(ebur128_init(2, static_cast<unsigned long>(rate), EBUR128_MODE_I)) {}
    ~Loudness() { ebur128_destroy(&state); }
    Loudness(const Loudness&) = delete;
    Loudness& operator=(const Loudness&) = delete;
};

Meter::Meter(float rate) : loudness_(std::make_unique<Loudness>(rate)) {}
Meter::~Meter() = default;

void Meter::add(std::span<const float> frames) {
    ebur128_add_frames_float(loudness_->state, frames.data(), frames.size() / 2);
    true_peak_.add(frames);
    for (std::size_t i = 0; i + 1 < frames.size(); i += 2) {
        for (std::size_t side = 0; side < 2; ++side) {
            const float size = std::fabs(frames[i + side]);
            peak_ = std::max(peak_, size);
            clipped_ += size > 1.0f ? 1 : 0;
            sums_[side] += static_cast<double>(frames[i + side]);
        }
    }
    count_ += static_cast<std::int64_t>(frames.size() / 2);
}

Levels Meter::levels() const {
    Levels l;
    l.peak = static_cast<double>(peak_);
    l.true_peak = std::max(l.peak, true_peak_.value());
    if (ebur128_loudness_global(loudness_->state, &l.loudness) != EBUR128_SUCCESS) l.loudness = -HUGE_VAL;
    l.clipped = clipped_;
    const double n = count_ == 0 ? 1.0 : static_cast<double>(count_);
    l.dc = std::fabs(sums_[0]) > std::fabs(sums_[1]) ? sums_[0] / n : sums_[1] / n;
    return l;
}

}  // namespace phonon::engine
