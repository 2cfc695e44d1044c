// The recording of a room, prepared for convolution without delay (W. G. Gardner, "Efficient convolution without
// input-output delay", Journal of the Audio Engineering Society 43(3), 1995): its first frames as they are, what
// follows as spectra of short blocks, the rest as spectra of long ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "dsp/unit/prepared_sound.hpp"

namespace phonon::dsp {

struct ImpulseResponse final : PreparedSound {
    static constexpr int short_block = 64, long_block = 1024;
    // The work on a long block is spread over the next one, so long blocks begin two of them after the start.
    static constexpr int long_from = 2 * long_block;
    static constexpr int short_bins = short_block + 1, long_bins = long_block + 1;
    static constexpr std::int64_t longest = 10 * 48000;  // frames; what is longer is faded out there

    int channels = 1;  // 1 or 2
    std::int64_t length = 0;
    int short_parts = 0, long_parts = 0;
    // By channel, then part: short_block taps; the real and then the imaginary halves of the spectra. Scaled so that
    // the inverse transform needs no factor.
    std::vector<float> taps, short_spectra, long_spectra;

    // What a convolver of two channels keeps, in floats.
    std::size_t memory_words() const noexcept override;
};

// `frames` interleaved, at the rate at which it is to be heard. Brought to the energy of a single full-scale frame (the
// louder channel of two), so that the room is as loud as what sounds in it.
std::shared_ptr<const ImpulseResponse> make_impulse_response(const float* frames, int channels, std::int64_t length);

}  // namespace phonon::dsp
