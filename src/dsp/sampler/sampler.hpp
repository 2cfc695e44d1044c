// Plays one recording in one lane, at any speed, forwards or backwards, in whole, in part or in a loop.
//
// The place in the recording is a 64.64 fixed-point number, so that a step added a billion times is exact, the length
// in frames is known in closed form before the first frame sounds, and any split of the frames gives the same bits.
#pragma once

#include <cstdint>

#include "dsp/sampler/recording.hpp"

namespace phonon::dsp {

// Controls as SuperDirt names them. What is not finite counts as its default.
struct SamplerStart {
    double speed = 1;  // factor on the rate; negative plays backwards from `end`; 0 is silence
    double begin = 0;  // part of the recording, 0 ... 1; begin > end plays it backwards
    double end = 1;
    bool loop = false;      // repeats the part until the voice is stopped from outside
    double accelerate = 0;  // the speed goes in a straight line to speed * (1 + accelerate) over `duration`, then stays
    double duration = 0;    // seconds of the event; 0 turns `accelerate` off
    double session_rate = 48000;
    double times = 1;  // how often the part is played (SuperDirt's `loop`); may be fractional
};

__extension__ typedef __int128 SamplerPlace;  // frames of the recording in 2^-64ths

// Offsets and numbers only: may be copied with memcpy.
struct SamplerVoice {
    SamplerPlace travelled = 0;  // from the first frame of the part, in the direction of play, loops unrolled
    SamplerPlace step = 0;       // a frame
    SamplerPlace bend = 0;       // what `step` gains a frame while bends_left > 0
    std::int64_t bends_left = 0;
    std::int64_t first = 0;     // the frame of the recording heard first
    std::int64_t region = 0;    // frames in the part
    std::int64_t unrolled = 0;  // frames in all repetitions
    std::int64_t played = 0;
    std::int64_t total = 0;    // frames the voice sounds; `forever` for a loop
    std::int32_t fade_in = 0;  // frames; 0 where the part begins where the recording does
    std::int32_t fade_out = 0;
    bool backwards = false;
    bool done = true;
};

inline constexpr std::int64_t forever = INT64_MAX;

// Makes the interpolation tables (about 3 MB, some milliseconds) if no one has yet. Call it off the audio thread before
// the first voice starts; everything below is real-time safe from then on.
void prepare_sampler();

// The ratio of steps (speed and both rates together) is held within 1024, a loop's count within a million.
SamplerVoice start_voice(const Recording& recording, const SamplerStart& start) noexcept;

// How many more frames `run` sounds before it is silent for good; `forever` for a loop.
std::int64_t frames_until_end(const SamplerVoice& voice) noexcept;

// Writes `frames` frames of the voice to left[i * stride] and right[i * stride]; silence after its end. A mono
// recording gives the same in both, which may then be one. `recording` is the one the voice was started with.
//
// At equal rates and speed 1 or -1 the recording's samples pass bit for bit. A part that begins or ends inside the
// recording is faded over 1 ms at that side. Measured on sines of full scale recorded at 48 kHz, at speeds from 0.25 to
// 4: all that is not the sine lies below -100 dB at 1 and 5 kHz, below -93 dB up to 18 kHz; the response is flat within
// 0.01 dB up to 20 kHz, or to five sixths of the band that a speed above 1 leaves.
void run(SamplerVoice& voice, const Recording& recording, float* left, float* right, int stride, int frames) noexcept;

}  // namespace phonon::dsp
