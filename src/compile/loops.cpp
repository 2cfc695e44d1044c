// Feedback (LANGUAGE.md 9). A loop through the wet path of a delay is cut inside that delay, which then reads one
// quantum before it writes and still puts every echo on its exact frame; every loop that remains is cut where a bus is
// used in its own definition or before it is defined, and that use comes one quantum of 64 frames late.
#include <algorithm>

#include "compile/lowering.hpp"
#include "graph/cycles.hpp"

namespace phonon::compile {
namespace {

using graph::IrInput;

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
    std::vector<int> component = graph::loops_of(l.ir);
    const auto count = static_cast<int>(l.ir.nodes.size());
    for (int n = 0; n < count; ++n) {
        const graph::IrNode& node = l.ir.nodes[static_cast<std::size_t>(n)];
        if (component[static_cast<std::size_t>(n)] >= 0 && node.kind == graph::IrNode::Kind::unit &&
            node.unit->facts->name == "delay" && node.inputs[0].node >= 0 &&
            component[static_cast<std::size_t>(node.inputs[0].node)] == component[static_cast<std::size_t>(n)])
            open_delay(l, n);
    }
    component = graph::loops_of(l.ir);
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
