// What the director hands to the graph for each quantum: the frames of patterns and the commands to voices.
//
// The director writes quantum k before any node runs it; slots are reused `depth` quanta later. One writer; readers
// only read. In live use all of it is allocated beforehand.
#pragma once

#include <cstdint>
#include <vector>

#include "dsp/sampler/recording.hpp"
#include "dsp/unit/kernel.hpp"
#include "graph/placement.hpp"

namespace phonon::graph {

struct ScoreFrames {
    std::uint64_t changes = 0;  // as in dsp::InputView
    float values[dsp::quantum_frames] = {};
};

struct VoiceCommand {
    enum class Type : std::uint8_t { start, fade };
    Type type = Type::start;
    std::uint8_t frame = 0;        // inside the quantum
    std::uint16_t instrument = 0;  // index into the bank
    std::uint16_t lane = 0;        // of the instrument: batch * 16 + lane in it
    std::int32_t fade_frames = 0;  // fade: to silence in so many frames
    // start:
    std::int64_t gate_frames = 0;          // until the gate closes
    std::int64_t hold_frames = INT64_MAX;  // until a voice that has no envelope to end it is faded out, in 5 ms
    std::int64_t total_frames = 0;         // until the voice is over
    double gain = 1;                       // that the placement is made of
    Placement placement;
    std::uint32_t key = 0;                      // the voice's own randomness
    std::uint32_t params = 0;                   // where its parameters begin in VoiceCommands::params
    const dsp::Recording* recording = nullptr;  // sampler; kept alive by the director
    double speed = 1, begin = 0, end = 1, accelerate = 0, duration = 0;
    bool loop = false;
};

struct VoiceCommands {
    std::vector<VoiceCommand> commands;  // by frame
    std::vector<float> params;
};

class Score {
public:
    Score() = default;
    Score(int frame_slots, int voice_slots, int depth)
        : depth_(depth),
          frame_slots_(frame_slots),
          voice_slots_(voice_slots),
          frames_(static_cast<std::size_t>(frame_slots) * depth),
          voices_(static_cast<std::size_t>(voice_slots) * depth) {}

    int depth() const noexcept { return depth_; }
    ScoreFrames& frames(int slot, std::int64_t quantum) noexcept {
        return frames_[static_cast<std::size_t>((quantum % depth_) * frame_slots_ + slot)];
    }
    const ScoreFrames& frames(int slot, std::int64_t quantum) const noexcept {
        return const_cast<Score*>(this)->frames(slot, quantum);
    }
    VoiceCommands& voices(int slot, std::int64_t quantum) noexcept {
        return voices_[static_cast<std::size_t>((quantum % depth_) * voice_slots_ + slot)];
    }
    const VoiceCommands& voices(int slot, std::int64_t quantum) const noexcept {
        return const_cast<Score*>(this)->voices(slot, quantum);
    }

private:
    int depth_ = 1, frame_slots_ = 0, voice_slots_ = 0;
    std::vector<ScoreFrames> frames_;
    std::vector<VoiceCommands> voices_;
};

}  // namespace phonon::graph
