#include "engine/comparison.hpp"

#include <algorithm>
#include <cmath>

namespace phonon::engine {

Comparison::Comparison(double rate)
    : levels_{dsp::OctaveLevels(rate), dsp::OctaveLevels(rate), dsp::OctaveLevels(rate)} {}

void Comparison::add(std::span<const float> a, std::span<const float> b) {
    const std::size_t both = std::min(a.size(), b.size()), samples = std::max(a.size(), b.size());
    const std::int64_t begin = std::max(frames_[0], frames_[1]);
    const std::span<const float> given[2] = {a, b};
    for (std::size_t side = 0; side < 2; ++side) {
        hashers_[side].add(given[side]);
        frames_[side] += static_cast<std::int64_t>(given[side].size() / 2);
        padded_[side].assign(given[side].begin(), given[side].end());
        padded_[side].resize(samples);
    }
    padded_[2].resize(samples);
    for (std::size_t i = 0; i < samples; i += 2) {
        bool differs = i >= both;
        for (std::size_t s = i; s < i + 2; ++s) {
            const float d = padded_[1][s] - padded_[0][s];
            padded_[2][s] = d;
            // Bits, so that what is no number is compared too.
            differs = differs || __builtin_bit_cast(std::uint32_t, padded_[0][s]) !=
                                     __builtin_bit_cast(std::uint32_t, padded_[1][s]);
            largest_ = std::max(largest_, std::fabs(d));
        }
        if (!differs) continue;
        if (first_ < 0) first_ = begin + static_cast<std::int64_t>(i / 2);
        ++differing_;
    }
    for (std::size_t k = 0; k < 3; ++k) levels_[k].add(padded_[k]);
}

Comparison::Report Comparison::report() const {
    Report r;
    for (std::size_t side = 0; side < 2; ++side) {
        r.sides[side].frames = frames_[side];
        r.sides[side].hash = hashers_[side].text();
    }
    for (int band = 0; band < dsp::OctaveLevels::bands; ++band) {
        const auto i = static_cast<std::size_t>(band);
        for (std::size_t side = 0; side < 2; ++side) r.sides[side].power[i] = levels_[side].power(band);
        r.power_of_difference[i] = levels_[2].power(band);
    }
    r.first = first_;
    r.differing = differing_;
    r.largest = static_cast<double>(largest_);
    return r;
}

}  // namespace phonon::engine
