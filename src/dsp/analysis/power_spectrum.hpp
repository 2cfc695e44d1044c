// The power of two channels at each frequency, under Hann's window. For pictures and comparisons; not for audio
// threads.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace phonon::dsp {

class PowerSpectrum {
public:
    // `size`: a power of two, at most fft_largest.
    explicit PowerSpectrum(int size);

    int size() const noexcept { return static_cast<int>(window_.size()); }
    // Takes `size` frames, interleaved stereo.
    void look(std::span<const float> frames);
    // size / 2 + 1 powers from 0 Hz to half the rate, of what was looked at last. Added up they are the power of the
    // channel, where a sine of full scale has 1.
    std::span<const float> powers(int side) const noexcept { return powers_[static_cast<std::size_t>(side)]; }

private:
    std::vector<float> window_, re_, im_;
    float scale_ = 0;
    std::array<std::vector<float>, 2> powers_;
};

}  // namespace phonon::dsp
