// Where the parts of a bank's block lie. Offsets in bytes from the block's start, all multiples of 64.
#pragma once

#include <cstddef>
#include <cstdint>

#include "dsp/sampler/sampler.hpp"
#include "graph/voice_plan.hpp"

namespace phonon::graph {

using dsp::voice_lanes;

// One lane's voice beside the state of its units.
struct LaneRecord {
    std::int64_t age = 0;  // frames since the onset
    std::int64_t gate_frames = 0;
    std::int64_t hold_frames = 0;
    std::int64_t total_frames = 0;
    float left = 0, right = 0;
    float fade = 1, fade_step = 0;  // a cut or stolen voice falls by fade_step a frame
    bool active = false;
    // Immutable and kept alive by the director while any voice plays it.
    const dsp::Recording* recording = nullptr;
    dsp::SamplerVoice sampler{};
};

constexpr std::size_t padded(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

// One step's kernel states stand side by side, one a channel (Shape::pair: one), then its memory.
struct StepLayout {
    std::size_t state = 0, state_size = 0;  // of one instance
    std::size_t memory = 0, memory_size = 0;
    int instances = 0;
};

inline StepLayout step_layout(const VoiceStep& step, float rate, std::size_t at) {
    StepLayout l;
    if (step.unit == nullptr) return l;
    const dsp::UnitKernels& k = *step.unit->kernels;
    l.instances = step.unit->facts->shape == dsp::Shape::pair ? 1 : step.channels;
    l.state = at;
    l.state_size = padded(k.voices.state_size);
    l.memory_size = padded(k.memory_words(rate) * voice_lanes * sizeof(float));
    l.memory = at + l.state_size * static_cast<std::size_t>(l.instances);
    return l;
}
inline std::size_t end_of(const StepLayout& l, std::size_t at) {
    return l.instances == 0 ? at : l.memory + l.memory_size * static_cast<std::size_t>(l.instances);
}

// A batch: lane records, keys, parameters ([param][lane]), then the steps.
struct BatchLayout {
    std::size_t lanes = 0, keys = 0, params = 0, steps = 0, size = 0;
};
inline BatchLayout batch_layout(const InstrumentPlan& plan, float rate) {
    BatchLayout b;
    b.keys = padded(sizeof(LaneRecord) * voice_lanes);
    b.params = b.keys + padded(sizeof(std::uint32_t) * voice_lanes);
    b.steps = b.params + plan.params.size() * voice_lanes * sizeof(float);
    std::size_t at = b.steps;
    for (const VoiceStep& s : plan.steps) at = end_of(step_layout(s, rate, at), at);
    b.size = at;
    return b;
}

}  // namespace phonon::graph
