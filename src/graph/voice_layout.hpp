// Where the parts of a bank's block lie, worked out once for a plan. Offsets in bytes, all multiples of 64.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

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
    // Immutable and kept alive by the director while any voice plays it.
    const dsp::Recording* recording = nullptr;
    dsp::SamplerVoice sampler{};
};

// One step's kernel states stand side by side, one a channel (Shape::pair: one), then its memory. From the start of the
// batch.
struct StepLayout {
    std::size_t state = 0, state_size = 0;  // of one instance
    std::size_t memory = 0, memory_size = 0;
    int instances = 0;
};

// A batch: lane records, keys, parameters ([param][lane]), then the steps.
struct InstrumentLayout {
    std::size_t batch_size = 0;
    std::size_t first = 0;  // the first batch, from the start of the bank
    std::size_t lanes = 0, keys = 0, params = 0;
    std::vector<StepLayout> steps;
    bool reads_gate = false;
    bool only_sampler = false;  // nothing between the sampler and the sum
};

// A bank: for each batch, in order, the lanes that sound as a word of 16 bits; then the instruments.
struct BankLayout {
    std::vector<InstrumentLayout> instruments;
    int batches = 0;  // of all instruments
    std::size_t size = 0;
    std::size_t scratch_floats = 0;  // what a thread needs beside, to run any batch
};

BankLayout bank_layout(const VoiceBankPlan& bank, float rate);

}  // namespace phonon::graph
