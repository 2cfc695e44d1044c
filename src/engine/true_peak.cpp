#include "engine/true_peak.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonon::engine {
TruePeak::TruePeak() {
    constexpr double half = taps / 2;
    for (int p = 0; p < points; ++p) {
        float size = 0;
        for (int k = 0; k < taps; ++k) {
            const double turn = std::numbers::pi * (k - (half - 1) - (p + 1) / (points + 1.0));
            const double tap = std::sin(turn) / turn * 0.5 * (1 + std::cos(turn / half));
            filter_[static_cast<std::size_t>(p)][static_cast<std::size_t>(k)] = static_cast<float>(tap);
            size += static_cast<float>(std::fabs(tap));
        }
        gain_ = std::max(gain_, size);
    }
}

void TruePeak::look(Channel& c, int count) const {
    float highest = 0;
    for (int i = 0; i < taps - 1 + count; ++i) highest = std::max(highest, std::fabs(c.x[static_cast<std::size_t>(i)]));
    if (highest * gain_ > c.peak) {
        for (const auto& row : filter_) {
            float y[chunk] = {};
            for (std::size_t k = 0; k < taps; ++k)
                for (std::size_t i = 0; i < chunk; ++i) y[i] += row[k] * c.x[i + k];
            for (int i = 0; i < count; ++i) c.peak = std::max(c.peak, std::fabs(y[i]));
        }
        for (int i = 0; i < count; ++i)
            c.peak = std::max(c.peak, std::fabs(c.x[static_cast<std::size_t>(taps - 1 + i)]));
    }
    std::copy_n(c.x.begin() + count, taps - 1, c.x.begin());
}

void TruePeak::add(std::span<const float> frames) {
    for (std::size_t at = 0; at < frames.size(); at += 2 * chunk) {
        const int count = static_cast<int>(std::min<std::size_t>(chunk, (frames.size() - at) / 2));
        for (std::size_t side = 0; side < 2; ++side) {
            Channel& c = channels_[side];
            for (int i = 0; i < count; ++i)
                c.x[static_cast<std::size_t>(taps - 1 + i)] = frames[at + 2 * static_cast<std::size_t>(i) + side];
            look(c, count);
        }
    }
}

double TruePeak::value() const { return static_cast<double>(std::max(channels_[0].peak, channels_[1].peak)); }

}  // namespace phonon::engine
