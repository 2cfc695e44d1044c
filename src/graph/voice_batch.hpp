// Sixteen voices of one instrument, run side by side.
#pragma once

#include <cstddef>
#include <cstdint>

#include "graph/score.hpp"
#include "graph/voice_layout.hpp"

namespace phonon::graph {

struct OuterInput {
    dsp::InputView view;  // channels side by side
    int channels = 1;
};

// The batch and what it works on for one quantum.
struct Batch {
    const InstrumentPlan& plan;
    const InstrumentLayout& layout;
    std::byte* base;          // of the batch
    std::uint16_t& sounding;  // bit l: lane l has a voice
    const OuterInput* outer;  // the bank's outer inputs
    float* out;               // 64 frames of left, right for each port: added to
    float rate;
    float* scratch;         // batch_scratch_floats
    std::uint32_t* faults;  // counted up where a number was not finite

    LaneRecord* lanes() const { return reinterpret_cast<LaneRecord*>(base + layout.lanes); }
    std::uint32_t* keys() const { return reinterpret_cast<std::uint32_t*>(base + layout.keys); }
    float* params() const { return reinterpret_cast<float*>(base + layout.params); }
};

std::size_t batch_scratch_floats(std::size_t steps);

void init_batch(const InstrumentPlan& plan, const InstrumentLayout& layout, std::byte* base) noexcept;

// Commands on the frame where the last run ended. `params`: all that the score gave for this quantum.
void start_voice(const Batch& batch, const VoiceCommand& command, const float* params) noexcept;
void fade_voice(const Batch& batch, const VoiceCommand& command) noexcept;

// Frames [from, to) of the quantum, added to the output. A batch without a sounding lane does nothing.
void run_batch(const Batch& batch, int from, int to) noexcept;

}  // namespace phonon::graph
