// A program rendered to frames, with a report of what it came to.
#pragma once

#include <functional>
#include <optional>

#include "engine/player.hpp"

namespace phonon::engine {

struct RenderOptions {
    PlayerOptions player;
    std::int64_t frames = 0;  // how long
    int block = 512;          // frames asked for at once; changes no sample
};

struct RenderReport {
    std::int64_t frames = 0;
    double seconds = 0;        // of audio
    double elapsed = 0;        // of waiting
    double peak = 0;           // linear
    double true_peak = 0;      // linear, between the samples too
    double loudness = 0;       // LUFS, integrated (EBU R128); -infinity for silence
    double dc = 0;             // the larger mean of the two channels
    std::int64_t clipped = 0;  // samples beyond +-1
    std::string hash;          // of the interleaved float32 frames
    VoiceCounts voices;
    Complaints complaints;
    std::vector<std::string> faulty_buses;
    bool stopped = false;  // `sink` or `progress` asked for it
};

// Takes interleaved stereo frames as they are made; false stops the render.
using Sink = std::function<bool(std::span<const float> frames)>;
using Progress = std::function<bool(double part_done, double seconds_a_second)>;

// How many frames the first `cycles` cycles of a program take.
std::int64_t frames_of_cycles(const lang::Program& program, double cycles, float rate);

base::Result<RenderReport, std::string> render(const lang::Program& program, SoundSource& sounds,
                                               const RenderOptions& options, const Sink& sink,
                                               const Progress& progress = {});

}  // namespace phonon::engine
