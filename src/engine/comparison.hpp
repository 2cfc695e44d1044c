// Two sounds side by side: where they differ first, how much, and in which octaves.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "dsp/analysis/octave_levels.hpp"

namespace phonon::engine {

class Comparison {
public:
    struct Side {
        std::int64_t frames = 0;
        std::string hash;                                    // of the interleaved float32 frames
        std::array<double, dsp::OctaveLevels::bands> power;  // a sine of full scale has 1
    };
    struct Report {
        std::array<Side, 2> sides;
        std::array<double, dsp::OctaveLevels::bands> power_of_difference;
        std::int64_t first = -1;  // frame; -1: none
        std::int64_t differing = 0;
        double largest = 0;  // difference of two samples
        bool same() const noexcept { return first < 0; }
    };

    explicit Comparison(double rate);

    // The next frames of both, interleaved stereo; the shorter one is followed by silence, whose frames differ by being
    // there. Once a side is shorter than the other it has ended.
    void add(std::span<const float> a, std::span<const float> b);
    Report report() const;

private:
    std::array<base::Hasher, 2> hashers_;
    std::array<std::int64_t, 2> frames_{};
    std::array<dsp::OctaveLevels, 3> levels_;  // of both, and of their difference
    std::int64_t first_ = -1, differing_ = 0;
    float largest_ = 0;
    std::array<std::vector<float>, 3> padded_;
};

}  // namespace phonon::engine
