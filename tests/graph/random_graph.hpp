// Graphs for tests, made from a list of small numbers, so that rapidcheck can shrink them.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/ir.hpp"

namespace phonon::graph {

// One node: what it is, and where its inputs come from. Any numbers give a valid graph.
struct NodeRecipe {
    std::uint8_t unit = 0;
    std::uint16_t first = 0, second = 0;
    bool back = false;  // the second input closes a loop, one quantum late
};

inline Ir graph_from(const std::vector<NodeRecipe>& recipes) {
    static constexpr const char* names[] = {"lpf", "saw", "delay", "loop_guard", "hpf", "sine"};
    Ir ir;
    ir.bus_names = {"test"};
    for (std::size_t n = 0; n < recipes.size(); ++n) {
        const NodeRecipe& r = recipes[n];
        IrNode node;
        node.key = n + 1;
        const int first = n == 0 ? -1 : static_cast<int>(r.first % n);
        const int second = static_cast<int>(r.second % recipes.size());
        // Every third node or so adds others; the first ones make sound.
        if (n > 1 && r.unit % 3 == 0) {
            node.kind = IrNode::Kind::sum;
            node.inputs = {from_node(first), from_node(static_cast<int>(r.second % n)), from_node(first)};
            if (r.back) node.inputs[1] = from_node(second, 1);
        } else {
            node.kind = IrNode::Kind::unit;
            node.unit = dsp::find_unit(n == 0 ? "saw" : names[r.unit % std::size(names)]);
            const dsp::Facts& facts = *node.unit->facts;
            for (int i = 0; i < facts.input_count(); ++i) node.inputs.push_back(from_value(facts.inputs[i].by_default));
            if (n > 0 && facts.role != dsp::Role::oscillator) node.inputs[0] = from_node(first);
        }
        ir.nodes.push_back(std::move(node));
    }
    // A loop of plain sums would grow without end: what comes back is tamed first.
    const std::size_t count = ir.nodes.size();
    for (std::size_t n = 0; n < count; ++n)
        for (IrInput& in : ir.nodes[n].inputs)
            if (in.delay > 0) {
                IrNode guard;
                guard.kind = IrNode::Kind::unit;
                guard.unit = dsp::find_unit("loop_guard");
                guard.inputs = {in};
                guard.key = 1000 + n;
                in = from_node(static_cast<int>(ir.nodes.size()));
                ir.nodes.push_back(std::move(guard));
                break;
            }
    IrNode master;
    master.kind = IrNode::Kind::sum;
    master.channels = 2;
    for (std::size_t n = 0; n < count; n += 3) master.inputs.push_back(from_node(static_cast<int>(n)));
    if (count > 0) master.inputs.push_back(from_node(static_cast<int>(count) - 1));
    ir.master = static_cast<int>(ir.nodes.size());
    ir.nodes.push_back(std::move(master));
    ir.stems.push_back({"out", ir.master});
    return ir;
}

}  // namespace phonon::graph
