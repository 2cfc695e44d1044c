// Feedback (LANGUAGE.md 9). A loop through the wet path of a delay is cut inside that delay, which then reads one
// quantum before it writes and still puts every echo on its exact frame; every loop that remains is cut where a bus is
// used in its own definition or before it is defined, and that use comes one quantum of 64 frames late.
#include <algorithm>

#include "compile/lowering.hpp"

namespace phonon::compile {
namespace {

using graph::IrInput;

// Which strongly connected component each node is in; -1 for a node on no loop (Tarjan 1972, with a stack of its own).
std::vector<int> loops_of(const graph::Ir& ir) {
    const std::size_t count = ir.nodes.size();
    std::vector<int> index(count, -1), low(count, 0), component(count, -1);
    std::vector<bool> on_stack(count, false);
    std::vector<int> stack;
    struct Visit {
        int node;
        std::size_t next;
    };
    std::vector<Visit> visits;
    int counter = 0, components = 0;
    for (std::size_t root = 0; root < count; ++root) {
        if (index[root] >= 0) continue;
        visits.push_back({static_cast<int>(root), 0});
        while (!visits.empty()) {
            Visit& v = visits.back();
            const auto n = static_cast<std::size_t>(v.node);
            if (v.next == 0) {
                index[n] = low[n] = counter++;
                stack.push_back(v.node);
                on_stack[n] = true;
            }
            bool deeper = false;
            while (v.next < ir.nodes[n].inputs.size()) {
                const IrInput& in = ir.nodes[n].inputs[v.next++];
                if (in.node < 0 || in.delay > 0) continue;
                const auto p = static_cast<std::size_t>(in.node);
                if (index[p] < 0) {
                    visits.push_back({in.node, 0});
                    deeper = true;
                    break;
                }
                if (on_stack[p]) low[n] = std::min(low[n], index[p]);
            }
            if (deeper) continue;
            if (v.next == 0) v.next = 1;  // a node without inputs is not visited twice
            if (low[n] == index[n]) {
                std::vector<int> members;
                int m = -1;
                do {
                    m = stack.back();
                    stack.pop_back();
                    on_stack[static_cast<std::size_t>(m)] = false;
                    members.push_back(m);
                } while (m != v.node);
                const auto& own = ir.nodes[n].inputs;
                const bool self = std::any_of(own.begin(), own.end(),
                                              [&](const IrInput& in) { return in.node == v.node && in.delay == 0; });
                if (members.size() > 1 || self) {
                    for (const int member : members) component[static_cast<std::size_t>(member)] = components;
                    ++components;
                }
            }
            const int finished = v.node;
            visits.pop_back();
            if (!visits.empty()) {
                const auto parent = static_cast<std::size_t>(visits.back().node);
                low[parent] = std::min(low[parent], low[static_cast<std::size_t>(finished)]);
            }
        }
    }
    return component;
}

// `x # delay time fb mix` on a loop becomes dry * (1 - mix) + wet * mix, where wet reads x one quantum late from a line
// that is as much shorter. The node keeps its place as the mix, so that all who read it need not know.
void open_delay(Lowering& l, int at) {
    const graph::IrNode delay = l.ir.nodes[static_cast<std::size_t>(at)];
    l.current_bus = delay.bus;
    l.next_key = delay.key;  // the new nodes are named after the delay
    IrInput late = delay.inputs[0];
    late.delay = 1;
    const int guard = l.add_unit("loop_guard", {late});
    const int wet = l.add_unit("delay_in_loop", {graph::from_node(guard), delay.inputs[1], delay.inputs[2]});
    const IrInput mix = delay.inputs[3];
    if (mix.node < 0 && mix.value == 1.0f) {
        graph::IrNode& node = l.ir.nodes[static_cast<std::size_t>(at)];
        node.kind = graph::IrNode::Kind::sum;
        node.unit = nullptr;
        node.inputs = {graph::from_node(wet)};
        return;
    }
    graph::IrNode& node = l.ir.nodes[static_cast<std::size_t>(at)];
    node.unit = dsp::find_unit("xfade");
    node.inputs = {delay.inputs[0], graph::from_node(wet), mix};
}

}  // namespace

void cut_loops(Lowering& l) {
    std::vector<int> component = loops_of(l.ir);
    const auto count = static_cast<int>(l.ir.nodes.size());
    for (int n = 0; n < count; ++n) {
        const graph::IrNode& node = l.ir.nodes[static_cast<std::size_t>(n)];
        if (component[static_cast<std::size_t>(n)] >= 0 && node.kind == graph::IrNode::Kind::unit &&
            node.unit->facts->name == "delay" && node.inputs[0].node >= 0 &&
            component[static_cast<std::size_t>(node.inputs[0].node)] == component[static_cast<std::size_t>(n)])
            open_delay(l, n);
    }
    component = loops_of(l.ir);
    for (const Lowering::BusUse& use : l.bus_uses) {
        const graph::IrNode& user = l.ir.nodes[static_cast<std::size_t>(use.node)];
        if (use.bus < use.user || use.input >= user.inputs.size()) continue;
        IrInput edge = user.inputs[use.input];
        // An opened delay has a dry edge in place of its input: still this use, unless the wet path took it over.
        if (edge.node < 0 || edge.delay > 0 || component[static_cast<std::size_t>(use.node)] < 0 ||
            component[static_cast<std::size_t>(edge.node)] != component[static_cast<std::size_t>(use.node)])
            continue;
        l.current_bus = user.bus;
        l.next_key = user.key + use.input + 1;
        edge.delay = 1;
        const int guard = l.add_unit("loop_guard", {edge});
        l.ir.nodes[static_cast<std::size_t>(use.node)].inputs[use.input] = graph::from_node(guard);
    }
}

}  // namespace phonon::compile
