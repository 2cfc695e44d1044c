// A program rendered to frames, with a report of what it came to.
#pragma once

#include <functional>
#include <optional>

#include "engine/aligned_reader.hpp"
#include "engine/meter.hpp"
#include "engine/player.hpp"

namespace phonon::engine {

struct RenderOptions {
    PlayerOptions player;
    std::int64_t frames = 0;  // how long; the tail comes behind
    int block = 512;          // frames asked for at once; changes no sample
    bool stems = false;       // the sink is given the stems too
    // Behind `frames` patterns make no more events, and what still sounds rings out: until nothing is above -90 dBFS,
    // or for Tail::longest seconds.
    bool tail = false;
};

struct RenderReport {
    std::int64_t frames = 0;       // all
    std::int64_t tail_frames = 0;  // of these, behind the end of the patterns
    double seconds = 0;            // of audio
    double elapsed = 0;            // of waiting
    Levels levels;
    std::string hash;  // of the interleaved float32 frames
    VoiceCounts voices;
    Complaints complaints;
    std::vector<std::string> faulty_buses;
    bool stopped = false;  // `sink` or `progress` asked for it
};

// Takes frames as they are made; false stops the render.
using Sink = std::function<bool(const RenderedFrames& frames)>;
using Progress = std::function<bool(double part_done, double seconds_a_second)>;

// How many frames `cycles` cycles of a program take, from cycle `start` on.
std::int64_t frames_of_cycles(const lang::Program& program, double cycles, float rate, Time start = 0);

// A file has no latency: what the output stage holds back at the start is left out, and as much more is rendered.
base::Result<RenderReport, std::string> render(const lang::Program& program, SoundSource& sounds,
                                               const RenderOptions& options, const Sink& sink,
                                               const Progress& progress = {});

}  // namespace phonon::engine
