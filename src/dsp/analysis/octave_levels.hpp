// How much sound there is in each octave, over all that went by: the mean of overlapping spectra (P. Welch, "The use of
// fast Fourier transform for the estimation of power spectra", IEEE Transactions on Audio and Electroacoustics 15,
// 1967).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "dsp/analysis/power_spectrum.hpp"

namespace phonon::dsp {

class OctaveLevels {
public:
    static constexpr int bands = 10;
    // The middle of a band: 31.25 Hz, 62.5 Hz ... 16 kHz.
    static constexpr double hertz_of(int band) noexcept { return 31.25 * (1 << band); }

    explicit OctaveLevels(double rate);

    // Interleaved stereo, in pieces of any size.
    void add(std::span<const float> frames);
    // Power of a band, the mean of both channels; a sine of full scale on both has 1. With the frames added so far
    // followed by silence.
    double power(int band) const;

private:
    void look();

    double rate_;
    PowerSpectrum spectrum_;
    std::vector<float> recent_;
    std::int64_t frames_ = 0;
    std::array<double, bands> sums_{};
};

}  // namespace phonon::dsp
