// A recording of periods of a wave, prepared to be played at any pitch without aliases: every period once for each
// octave, with as many harmonics as that octave has room for (R. Bristow-Johnson, "Wavetable synthesis 101, a
// fundamental perspective", AES 101st Convention, 1996).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "dsp/math/functions.hpp"
#include "dsp/unit/prepared_sound.hpp"

namespace phonon::dsp {

struct Wavetable final : PreparedSound {
    static constexpr int most_harmonics = 1024;
    static constexpr int levels = 11;           // level k has at most most_harmonics >> k of them
    static constexpr int period_frames = 2048;  // in a recording of several periods
    static constexpr int longest_alone = 4096;  // a recording up to here is one period
    static constexpr int most_periods = 256;
    // Four frames for the shortest wave in it, so that four-point interpolation is clean.
    static constexpr int log2_size(int level) noexcept { return level < 4 ? 12 - level : 8; }

    int periods = 0;
    // By period, then level: 2^log2_size frames, with the last one in front of them and the first two behind them.
    std::vector<float> frames;
    int level_at[levels] = {};  // where a level begins within a period
    int period_size = 0;
};

// `frames` interleaved; the first channel is used. Brought to a peak of 1 over all periods, without DC. Null where
// there is nothing but silence.
std::shared_ptr<const Wavetable> make_wavetable(const float* frames, int channels, std::int64_t length);

}  // namespace phonon::dsp

namespace phonon::dsp::inline PHONON_LEVEL {

// One wave of one level at a phase of 2^-32 turns, through four points (Catmull and Rom's cubic).
PHONON_INLINE float wave_at(const Wavetable& table, int period, int level, std::uint32_t phase) noexcept {
    const int bits = Wavetable::log2_size(level);
    const float* p = table.frames.data() + period * table.period_size + table.level_at[level] + (phase >> (32 - bits));
    const float x = static_cast<float>((phase << bits) >> 8) * (1.0f / 16777216.0f);
    const float slope = 0.5f * (p[2] - p[0]), slope_after = 0.5f * (p[3] - p[1]), rise = p[2] - p[1];
    return p[1] +
           x * (slope + x * (3.0f * rise - 2.0f * slope - slope_after + x * (slope + slope_after - 2.0f * rise)));
}

// The highest level without aliases, and how much of the one above it is mixed in, so that sweeps are smooth.
struct WaveLevel {
    int level = 0;
    float next = 0;

    // `octaves`: log2 of how many times the highest harmonic of level 0 exceeds half the rate.
    PHONON_INLINE explicit WaveLevel(float octaves) noexcept {
        const float x = octaves + 1.0f;
        const float held = x > 0.0f ? (x < Wavetable::levels - 1 ? x : Wavetable::levels - 1) : 0.0f;
        level = static_cast<int>(held);
        next = held - static_cast<float>(level);
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL
