// The plan: what runs, in which order, reading what, with its state where. Immutable and flat; shared by any number of
// sessions. Nothing here recurses: a chain of 100,000 nodes is a loop over an array.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "graph/ir.hpp"
#include "graph/voice_layout.hpp"

namespace phonon::graph {

struct PlanInput {
    std::int32_t node = -1;  // producer, by its place in the plan; -1: the constant
    float value = 0;
    std::int32_t delay = 0;  // in quanta
};

struct PlanNode {
    IrNode::Kind kind = IrNode::Kind::silence;
    const dsp::UnitRow* unit = nullptr;
    int channels = 1;
    int score_slot = -1;  // score: frames; events: voices
    int bank = -1;
    int ports = 1, port = 0;
    int bus = 0;
    std::uint64_t key = 0;
    std::uint32_t first_input = 0, input_count = 0;   // into Plan::inputs
    int origin = -1;                                  // its place in the Ir
    std::shared_ptr<const dsp::PreparedSound> sound;  // of a unit that is given one
    // In bytes, multiples of 64: kernel states (one, or one a channel) or the bank's, then the unit's own memory. Small
    // ones stand at `state` in the arena that all share, large ones in a block of their own, which a swap of plans can
    // hand over without copying it.
    std::size_t state = 0, state_size = 0, memory_size = 0;
    int block = -1;
    // In the ring of outputs, in floats; one slot is slot_floats.
    std::size_t output = 0;
    std::size_t changes = 0;  // into the table of change masks

    // 64 frames of each port, channels interleaved.
    std::size_t slot_floats() const noexcept {
        return dsp::quantum_frames * static_cast<std::size_t>(channels * ports);
    }
};

struct PlanStem {
    std::string name;
    std::int32_t node = -1;
};

// What the director must feed.
struct ScoreSource {
    std::int32_t node = -1;
    ScoreKind kind = ScoreKind::control;
    pattern::Pattern pattern;
    // latest:
    int voice_slot = -1;
    std::string control;
    float by_default = 0;
    // control:
    bool glides = false;
};
struct EventSource {
    std::int32_t node = -1;
    int bank = -1;
    std::uint64_t key = 0;
    pattern::Pattern pattern;
};

struct Plan {
    std::vector<PlanNode> nodes;  // in an order in which every producer of delay 0 stands before its consumers
    std::vector<PlanInput> inputs;
    std::vector<VoiceBankPlan> banks;
    std::vector<BankLayout> bank_layouts;  // by bank
    std::vector<ScoreSource> scores;       // by score slot
    std::vector<EventSource> events;       // by voice slot
    std::vector<std::string> bus_names;
    std::vector<PlanStem> stems;
    std::int32_t master = -1;
    float rate = 48000;
    int ring = 1;           // quanta that each output may be kept: a power of two, more than the largest delay
    int largest_delay = 0;  // of an edge, in quanta
    std::size_t arena_bytes = 0;
    std::vector<std::size_t> block_bytes;
    std::size_t output_floats = 0;
    std::size_t scratch_floats = 0;  // what a thread needs beside, to run any node

    std::span<const PlanInput> inputs_of(const PlanNode& n) const noexcept {
        return {inputs.data() + n.first_input, n.input_count};
    }
};

struct PlanFault {
    std::string message;
    int bus = 0;
};

struct PlanOptions {
    float rate = 48000;
    int ring = 2;                                     // at least; made a power of two with room for the largest delay
    std::size_t memory_limit = std::size_t{2} << 30;  // bytes of state; a program that needs more is refused
};

base::Result<std::shared_ptr<const Plan>, PlanFault> make_plan(const Ir& ir, const PlanOptions& options);

}  // namespace phonon::graph
