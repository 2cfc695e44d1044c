// The highest point of the wave between the samples, looked for at four points a frame as ITU-R BS.1770-4 (annex 2)
// asks.
#pragma once

#include <array>
#include <span>

namespace phonon::engine {

class TruePeak {
public:
    TruePeak();

    // Interleaved stereo, any number of frames. Not for audio threads at the first call of its size.
    void add(std::span<const float> frames);
    // Linear; over all that was added, but for the last six frames, whose wave hangs on what follows.
    double value() const;

private:
    static constexpr int taps = 12;  // frames that a point between two is made of, 6 on either side
    static constexpr int chunk = 64;
    static constexpr int points = 3;  // between two frames

    struct Channel {
        std::array<float, taps - 1 + chunk> x{};  // what the filter still needs, then the frames of a chunk
        float peak = 0;
    };
    void look(Channel& c, int count) const;

    std::array<std::array<float, taps>, points> filter_;
    float gain_ = 0;  // no point is higher than this times the highest sample about it
    std::array<Channel, 2> channels_;
};

}  // namespace phonon::engine
