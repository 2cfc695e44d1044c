#include "graph/plan.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace phonon::graph {
namespace {

constexpr std::size_t own_block = 16384;  // bytes from which a node's state gets memory of its own

constexpr std::size_t round_up(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

// Producers before consumers over the edges of delay 0 (Kahn 1962), the earliest node in the IR first, so that the
// order depends on the program alone. Edges with a delay are free. The compiler has cut every loop.
std::vector<int> topological_order(const Ir& ir) {
    const int count = static_cast<int>(ir.nodes.size());
    std::vector<int> missing(static_cast<std::size_t>(count), 0);
    std::vector<std::vector<int>> consumers(static_cast<std::size_t>(count));
    for (int n = 0; n < count; ++n)
        for (const IrInput& in : ir.nodes[static_cast<std::size_t>(n)].inputs)
            if (in.node >= 0 && in.delay == 0) {
                ++missing[static_cast<std::size_t>(n)];
                consumers[static_cast<std::size_t>(in.node)].push_back(n);
            }
    std::vector<int> order, ready;
    order.reserve(static_cast<std::size_t>(count));
    for (int n = count - 1; n >= 0; --n)
        if (missing[static_cast<std::size_t>(n)] == 0) ready.push_back(n);
    while (!ready.empty()) {
        const int n = ready.back();
        ready.pop_back();
        order.push_back(n);
        auto& next = consumers[static_cast<std::size_t>(n)];
        // Depth first: what was just computed is used while it is in the cache.
        for (auto c = next.rbegin(); c != next.rend(); ++c)
            if (--missing[static_cast<std::size_t>(*c)] == 0) ready.push_back(*c);
    }
    assert(static_cast<int>(order.size()) == count && "a loop without a delay reached the plan");
    return order;
}

struct Sizes {
    std::size_t state = 0, memory = 0;
};

Sizes sizes_of(const Plan& plan, const IrNode& n, float rate) {
    if (n.kind == IrNode::Kind::events) return {plan.bank_layouts[static_cast<std::size_t>(n.bank)].size, 0};
    if (n.kind != IrNode::Kind::unit) return {};
    const dsp::UnitKernels& k = *n.unit->kernels;
    const bool pair = n.unit->facts->shape == dsp::Shape::pair;
    const dsp::Kernel& kernel = pair || n.channels == 1 ? k.mono : k.stereo;
    const std::size_t lanes = pair || n.channels == 1 ? 1 : 2;
    const std::size_t sound = n.sound != nullptr ? n.sound->memory_words() : 0;
    return {kernel.state_size, round_up((k.memory_words(rate) * lanes + sound) * sizeof(float))};
}

}  // namespace

base::Result<std::shared_ptr<const Plan>, PlanFault> make_plan(const Ir& ir, const PlanOptions& options) {
    auto plan = std::make_shared<Plan>();
    plan->rate = options.rate;
    plan->banks = ir.banks;
    for (const VoiceBankPlan& bank : plan->banks) {
        plan->bank_layouts.push_back(bank_layout(bank, options.rate));
        plan->scratch_floats = std::max(plan->scratch_floats, plan->bank_layouts.back().scratch_floats);
    }
    plan->bus_names = ir.bus_names;

    const std::vector<int> order = topological_order(ir);
    std::vector<std::int32_t> place(ir.nodes.size(), -1);
    for (std::size_t i = 0; i < order.size(); ++i)
        place[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);

    for (const IrNode& n : ir.nodes)
        for (const IrInput& in : n.inputs) plan->largest_delay = std::max(plan->largest_delay, in.delay);
    plan->ring =
        static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(options.ring, plan->largest_delay + 1))));

    std::size_t used = 0;
    for (const int index : order) {
        const IrNode& n = ir.nodes[static_cast<std::size_t>(index)];
        PlanNode p;
        p.kind = n.kind;
        p.unit = n.unit;
        p.channels = n.channels;
        p.bank = n.bank;
        p.ports = n.ports;
        p.port = n.port;
        p.bus = n.bus;
        p.key = n.key;
        p.first_input = static_cast<std::uint32_t>(plan->inputs.size());
        p.input_count = static_cast<std::uint32_t>(n.inputs.size());
        for (const IrInput& in : n.inputs)
            plan->inputs.push_back({in.node < 0 ? -1 : place[static_cast<std::size_t>(in.node)], in.value, in.delay});
        const auto here = static_cast<std::int32_t>(plan->nodes.size());
        if (n.kind == IrNode::Kind::score) {
            p.score_slot = static_cast<int>(plan->scores.size());
            plan->scores.push_back({here, n.score, n.pattern, -1, n.control, n.by_default, n.glides});
        } else if (n.kind == IrNode::Kind::events) {
            p.score_slot = static_cast<int>(plan->events.size());
            plan->events.push_back({here, n.bank, n.key, n.pattern});
        }
        const Sizes sizes = sizes_of(*plan, n, options.rate);
        p.origin = index;
        p.sound = n.sound;
        p.state_size = round_up(sizes.state);
        p.memory_size = sizes.memory;
        const std::size_t bytes = p.state_size + p.memory_size;
        if (bytes >= own_block) {
            p.block = static_cast<int>(plan->block_bytes.size());
            plan->block_bytes.push_back(bytes);
        } else {
            p.state = plan->arena_bytes;
            plan->arena_bytes += bytes;
        }
        used += bytes;
        if (used > options.memory_limit) {
            const std::string who = n.unit ? "`" + std::string(n.unit->facts->name) + "`" : "the voices of a pattern";
            return base::failure(PlanFault{who + " in " + ir.bus_names[static_cast<std::size_t>(n.bus)] +
                                               " needs more memory than the limit of " +
                                               std::to_string(options.memory_limit >> 20) + " MiB leaves",
                                           n.bus});
        }
        p.output = plan->output_floats;
        plan->output_floats += static_cast<std::size_t>(plan->ring) * p.slot_floats();
        p.changes = plan->nodes.size() * static_cast<std::size_t>(plan->ring);
        plan->nodes.push_back(p);
    }
    for (ScoreSource& s : plan->scores) {
        const int events = ir.nodes[static_cast<std::size_t>(order[static_cast<std::size_t>(s.node)])].events;
        if (events >= 0)
            s.voice_slot = plan->nodes[static_cast<std::size_t>(place[static_cast<std::size_t>(events)])].score_slot;
    }
    // Inputs of a unit may have to be widened or narrowed: room for each, at two channels.
    plan->scratch_floats = std::max<std::size_t>(plan->scratch_floats, dsp::max_inputs * dsp::quantum_frames * 2);
    for (const IrStem& s : ir.stems)
        plan->stems.push_back({s.name, s.node < 0 ? -1 : place[static_cast<std::size_t>(s.node)]});
    plan->master = ir.master < 0 ? -1 : place[static_cast<std::size_t>(ir.master)];
    return std::shared_ptr<const Plan>(std::move(plan));
}

}  // namespace phonon::graph
