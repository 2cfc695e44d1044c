// The sum of a batch's voices, each with its loudness, its place and its sends.
//
// Whatever the layout and the path, the sixteen products of a frame are added in one fixed tree: lane l and lane l + 8,
// then l and l + 4, l + 2, l + 1. Silent lanes add nothing to it: their zeros may be left out.
#pragma once

#include <cstdint>
#include <span>

#include "graph/voice_batch.hpp"

namespace phonon::graph {

// How loud each lane is in the next frames.
struct Loudness {
    alignas(64) float steady[voice_lanes];  // of a lane whose loudness stays
    std::uint16_t moving = 0;               // the lanes where it does not: [lane][frame]
    alignas(64) float frames[voice_lanes][dsp::quantum_frames];
};

// Moves the voices on by `frames`, and ends those that are over.
void advance_lanes(const Batch& batch, int frames, Loudness& loudness) noexcept;

struct MixTarget {
    const float* params;         // [param][lane]
    std::span<const int> sends;  // for each port after the first: the param that says how much goes there
    float* out;                  // left, right, left … of the first port, the others 64 frames further each: added to
    int frames;
    std::uint32_t*
        faults;  // counted up where a voice was not finite; such a voice is silent, and others do not hear it
};

// Voices side by side: frame i of channel c of lane l stands at data[i * stride + c * 16 + l].
struct LanePlane {
    const float* data;
    int stride;
    int channels;
};
void mix_lanes(const LanePlane& body, const LaneRecord* lanes, const Loudness& loudness,
               const MixTarget& target) noexcept;

// Voices as runs of frames; the two may be one.
struct LaneRuns {
    const float* left[voice_lanes] = {};
    const float* right[voice_lanes] = {};
};
// `room`: 4 * 16 * 64 floats.
void mix_runs(const LaneRuns& runs, std::uint16_t lanes, const LaneRecord* records, const Loudness& loudness,
              float* room, const MixTarget& target) noexcept;

}  // namespace phonon::graph
