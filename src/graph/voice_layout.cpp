#include "graph/voice_layout.hpp"

#include <algorithm>

#include "graph/voice_batch.hpp"

namespace phonon::graph {
namespace {

constexpr std::size_t padded(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

StepLayout step_layout(const VoiceStep& step, float rate, std::size_t& at) {
    StepLayout l;
    if (step.unit == nullptr) return l;
    const dsp::UnitKernels& k = *step.unit->kernels;
    l.instances = step.unit->facts->shape == dsp::Shape::pair ? 1 : step.channels;
    l.state = at;
    l.state_size = padded(k.voices.state_size);
    l.memory_size = padded(k.memory_words(rate) * voice_lanes * sizeof(float));
    l.memory = at + l.state_size * static_cast<std::size_t>(l.instances);
    at = l.memory + l.memory_size * static_cast<std::size_t>(l.instances);
    return l;
}

InstrumentLayout instrument_layout(const InstrumentPlan& plan, float rate) {
    InstrumentLayout l;
    l.keys = padded(sizeof(LaneRecord) * voice_lanes);
    l.params = l.keys + padded(sizeof(std::uint32_t) * voice_lanes);
    std::size_t at = l.params + plan.params.size() * voice_lanes * sizeof(float);
    for (const VoiceStep& s : plan.steps) {
        l.steps.push_back(step_layout(s, rate, at));
        for (const VoiceInput& in : s.inputs) l.reads_gate = l.reads_gate || in.from == VoiceInput::From::gate;
    }
    l.reads_gate = l.reads_gate || plan.output.from == VoiceInput::From::gate;
    l.only_sampler = plan.is_sampler && plan.steps.size() == 1 && plan.output.from == VoiceInput::From::step;
    l.batch_size = at;
    return l;
}

}  // namespace

BankLayout bank_layout(const VoiceBankPlan& bank, float rate) {
    BankLayout l;
    std::size_t most_steps = 0;
    for (const InstrumentPlan& i : bank.instruments) {
        l.batches += bank.batches;
        l.instruments.push_back(instrument_layout(i, rate));
        most_steps = std::max(most_steps, i.steps.size());
    }
    l.size = padded(sizeof(std::uint16_t) * static_cast<std::size_t>(l.batches));
    for (InstrumentLayout& i : l.instruments) {
        i.first = l.size;
        l.size += i.batch_size * static_cast<std::size_t>(bank.batches);
    }
    l.scratch_floats = batch_scratch_floats(most_steps);
    return l;
}

}  // namespace phonon::graph
