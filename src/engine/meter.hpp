// Levels of what goes by, as a render's report tells them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/true_peak.hpp"

namespace phonon::engine {

struct Levels {
    double peak = 0;           // linear
    double true_peak = 0;      // linear, between the samples too
    double loudness = 0;       // LUFS, integrated (EBU R128); -infinity for silence
    double dc = 0;             // the mean of the channel where it is larger
    std::int64_t clipped = 0;  // samples beyond +-1
};

class Meter {
public:
    explicit Meter(float rate);
    ~Meter();
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;

    // Interleaved stereo, in pieces of any size; the pieces change nothing.
    void add(std::span<const float> frames);
    Levels levels() const;

private:
    struct Loudness;
    std::unique_ptr<Loudness> loudness_;
    TruePeak true_peak_;
    float peak_ = 0;
    double sums_[2] = {0, 0};
    std::int64_t clipped_ = 0, count_ = 0;
};

}  // namespace phonon::engine
