// A picture's worth of sound, however long it is: for each column the extent of the wave and its spectrum.
//
// Bounded memory for an unknown length: columns begin short, and whenever there are too many, each two become one.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "dsp/analysis/power_spectrum.hpp"

namespace phonon::engine {

class Overview {
public:
    static constexpr int rows = 240;            // of frequency, at equal ratios
    static constexpr double lowest_hertz = 20;  // of the lowest row

    struct Column {
        std::array<float, 2> low{}, high{};  // extent of the wave, by channel
        std::array<std::array<float, rows>, 2> power{};
        int looks = 0;  // that `power` is the sum of
    };

    // Keeps `columns` to twice as many columns.
    Overview(double rate, int columns);

    // Interleaved stereo, in pieces of any size.
    void add(std::span<const float> frames);
    // After the last frame.
    void finish();
    // The columns [from, to) of `count` equal parts of it all, together. 0 <= part < count.
    Column part(int part, int count) const;

    std::int64_t frames() const noexcept { return frames_; }
    double rate() const noexcept { return rate_; }
    // Of the middle of a row; the highest is just below half the rate or 20 kHz.
    double hertz_of(double row) const noexcept;

private:
    void remember(float left, float right);
    void look();
    void halve();

    double rate_, octaves_;
    std::size_t most_;
    std::int64_t frames_ = 0;
    std::int64_t column_frames_ = 32;
    dsp::PowerSpectrum spectrum_;
    std::array<double, rows + 1> edges_;  // of the rows, in bins of the spectrum
    std::vector<float> recent_;           // what the next spectrum is made of
    std::size_t recent_at_ = 0;
    std::int64_t remembered_ = 0;
    std::vector<Column> columns_;
};

}  // namespace phonon::engine
