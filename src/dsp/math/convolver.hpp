// One channel of partitioned convolution (see impulse_response.hpp): overlap and save, blocks in step with the frames
// heard so far, so that the frames do not depend on how a run is cut into calls.
//
// Every call does about the same work: a short block ends each 64 frames, and the sum over the long blocks' spectra is
// spread over the sixteen short ones that a long one lasts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "dsp/math/impulse_response.hpp"
#include "dsp/math/real_fft.hpp"

namespace phonon::dsp {

namespace convolution {

inline constexpr int history = 4096;  // the frames heard last, a power of two
inline constexpr int short_spectrum = 2 * ImpulseResponse::short_bins;
inline constexpr int long_spectrum = 2 * ImpulseResponse::long_bins;

}  // namespace convolution

}  // namespace phonon::dsp

namespace phonon::dsp::inline PHONON_LEVEL {

// Floats that `channels` convolvers of this room keep.
inline std::size_t convolver_words(const ImpulseResponse& room, int channels) noexcept {
    const auto parts = static_cast<std::size_t>(room.short_parts) * convolution::short_spectrum +
                       static_cast<std::size_t>(room.long_parts) * convolution::long_spectrum;
    return static_cast<std::size_t>(channels) * (convolution::history + parts + convolution::long_spectrum +
                                                 ImpulseResponse::short_block + ImpulseResponse::long_block);
}

// How much was heard, and where among the spectra heard those of the present short block and of the long block that
// ended last belong. All zero at first.
struct ConvolverPlace {
    std::uint32_t heard = 0, short_slot = 0, long_slot = 0;

    // `count` as in Convolver::run.
    PHONON_INLINE void advance(const ImpulseResponse& room, int count) noexcept {
        heard += static_cast<std::uint32_t>(count);
        if (heard % ImpulseResponse::short_block == 0) next(short_slot, room.short_parts);
        if (heard % ImpulseResponse::long_block == 0) next(long_slot, room.long_parts);
    }

private:
    PHONON_INLINE static void next(std::uint32_t& slot, int parts) noexcept {
        slot = slot + 1 >= static_cast<std::uint32_t>(parts) ? 0 : slot + 1;
    }
};

class Convolver {
public:
    // `memory` holds convolver_words(room, 1) floats, zero at first; `channel` of the room.
    PHONON_INLINE Convolver(const ImpulseResponse& room, int channel, float* memory) noexcept
        : room_(room),
          taps_(room.taps.data() + channel * ImpulseResponse::short_block),
          short_room_(room.short_spectra.data() + channel * room.short_parts * convolution::short_spectrum),
          long_room_(room.long_spectra.data() + channel * room.long_parts * convolution::long_spectrum),
          heard_(memory),
          short_out_(heard_ + convolution::history),
          long_out_(short_out_ + ImpulseResponse::short_block),
          long_sum_(long_out_ + ImpulseResponse::long_block),
          short_heard_(long_sum_ + convolution::long_spectrum),
          long_heard_(short_heard_ + room.short_parts * convolution::short_spectrum) {}

    // `count` frames that do not go past the end of a short block.
    PHONON_INLINE void run(ConvolverPlace place, const float* in, float* out, int count) noexcept {
        const std::uint32_t now = place.heard;
        constexpr int block = ImpulseResponse::short_block;
        float recent[2 * block];  // 63 frames from before, then these
        for (int i = 0; i < block - 1; ++i)
            recent[i] = heard_[(now - (block - 1) + static_cast<std::uint32_t>(i)) & mask];
        for (int i = 0; i < count; ++i)
            recent[block - 1 + i] = heard_[(now + static_cast<std::uint32_t>(i)) & mask] = in[i];
        for (int i = 0; i < count; ++i) {
            const std::uint32_t at = now + static_cast<std::uint32_t>(i);
            out[i] = short_out_[at % block] + long_out_[at % ImpulseResponse::long_block];
        }
        for (int tap = 0; tap < block; ++tap) {
            const float gain = taps_[tap];
            const float* from = recent + block - 1 - tap;
            for (int i = 0; i < count; ++i) out[i] += gain * from[i];
        }
        const std::uint32_t end = now + static_cast<std::uint32_t>(count);
        if (end % block == 0) end_short_block(end, place);
    }

private:
    static constexpr std::uint32_t mask = convolution::history - 1;

    [[gnu::noinline]] void end_short_block(std::uint32_t end, ConvolverPlace place) noexcept {
        constexpr int block = ImpulseResponse::short_block, bins = ImpulseResponse::short_bins;
        if (room_.short_parts > 0) {
            const int parts = room_.short_parts, slot = static_cast<int>(place.short_slot);
            spectrum_of_last<block>(end, short_heard_ + slot * convolution::short_spectrum);
            float sum[convolution::short_spectrum] = {};
            for (int p = 0; p < parts; ++p)
                add_product<bins>(sum, short_room_ + p * convolution::short_spectrum,
                                  short_heard_ + ((slot - p + parts) % parts) * convolution::short_spectrum);
            last_half<block>(sum, short_out_);
        }
        if (room_.long_parts > 0) go_on_with_long_block(end, static_cast<int>(place.long_slot));
    }

    // Of the sixteen short blocks after the end of a long one the first takes its spectrum, the last transforms the sum
    // back, and those between add up the room's spectra times those heard.
    void go_on_with_long_block(std::uint32_t end, int slot) noexcept {
        constexpr int block = ImpulseResponse::long_block, bins = ImpulseResponse::long_bins;
        constexpr int turns = block / ImpulseResponse::short_block;
        const int parts = room_.long_parts;
        const auto turn = static_cast<int>((end / ImpulseResponse::short_block - 1) % turns);
        if (turn == 0) {
            spectrum_of_last<block>(end - ImpulseResponse::short_block,
                                    long_heard_ + slot * convolution::long_spectrum);
            std::memset(long_sum_, 0, sizeof(float) * convolution::long_spectrum);
        } else if (turn < turns - 1) {
            const int first = parts * (turn - 1) / (turns - 2), last = parts * turn / (turns - 2);
            for (int p = first; p < last; ++p)
                add_product<bins>(long_sum_, long_room_ + p * convolution::long_spectrum,
                                  long_heard_ + ((slot - p + parts) % parts) * convolution::long_spectrum);
        } else {
            last_half<block>(long_sum_, long_out_);
        }
    }

    // Of the two blocks that end at `end`.
    template <int Block>
    void spectrum_of_last(std::uint32_t end, float* spectrum) const noexcept {
        float* const re = spectrum;
        float* const im = spectrum + Block + 1;
        for (int i = 0; i < Block; ++i) {
            re[i] = heard_[(end - 2 * Block + 2 * static_cast<std::uint32_t>(i)) & mask];
            im[i] = heard_[(end - 2 * Block + 2 * static_cast<std::uint32_t>(i) + 1) & mask];
        }
        real_fft(re, im, 2 * Block);
    }

    // The later half of the frames of a spectrum, which is overwritten.
    template <int Block>
    static void last_half(float* spectrum, float* frames) noexcept {
        float* const re = spectrum;
        float* const im = spectrum + Block + 1;
        real_fft_inverse(re, im, 2 * Block);
        for (int i = 0; i < Block / 2; ++i) {
            frames[2 * i] = re[Block / 2 + i];
            frames[2 * i + 1] = im[Block / 2 + i];
        }
    }

    template <int Bins>
    static void add_product(float* sum, const float* a, const float* b) noexcept {
        for (int k = 0; k < Bins; ++k) {
            sum[k] += a[k] * b[k] - a[Bins + k] * b[Bins + k];
            sum[Bins + k] += a[k] * b[Bins + k] + a[Bins + k] * b[k];
        }
    }

    const ImpulseResponse& room_;
    const float *taps_, *short_room_, *long_room_;
    float *heard_, *short_out_, *long_out_, *long_sum_, *short_heard_, *long_heard_;
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
