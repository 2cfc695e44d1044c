#include "dsp/analysis/octave_levels.hpp"

#include <algorithm>
#include <cmath>

#include "dsp/math/fft.hpp"

namespace phonon::dsp {
namespace {

constexpr int window = fft_largest;
constexpr std::int64_t step = window / 2;  // at which Hann windows add up to a constant

}  // namespace

// Half a window of silence stands before the first frame, so that every frame counts alike.
OctaveLevels::OctaveLevels(double rate) : rate_(rate), spectrum_(window), recent_(2 * step) {}

void OctaveLevels::look() {
    spectrum_.look(recent_);
    recent_.erase(recent_.begin(), recent_.begin() + 2 * step);
    for (int band = 0; band < bands; ++band) {
        const auto bin = [&](double octaves) {
            return std::min<std::int64_t>(std::llround(hertz_of(band) * std::exp2(octaves) / rate_ * window),
                                          window / 2 + 1);
        };
        for (std::int64_t k = bin(-0.5); k < bin(0.5); ++k)
            for (const int side : {0, 1})
                sums_[static_cast<std::size_t>(band)] +=
                    0.5 * static_cast<double>(spectrum_.powers(side)[static_cast<std::size_t>(k)]);
    }
}

void OctaveLevels::add(std::span<const float> frames) {
    while (!frames.empty()) {
        const std::size_t count = std::min(frames.size(), 2 * static_cast<std::size_t>(window) - recent_.size());
        recent_.insert(recent_.end(), frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(count));
        frames = frames.subspan(count);
        frames_ += static_cast<std::int64_t>(count / 2);
        if (recent_.size() == 2 * static_cast<std::size_t>(window)) look();
    }
}

double OctaveLevels::power(int band) const {
    if (frames_ == 0) return 0;
    OctaveLevels all = *this;
    all.add(std::vector<float>(2 * static_cast<std::size_t>(window)));
    return all.sums_[static_cast<std::size_t>(band)] * static_cast<double>(step) / static_cast<double>(frames_);
}

}  // namespace phonon::dsp
