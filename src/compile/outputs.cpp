// Stems, their sum in a fixed order, and the master chain over it.
#include "compile/lowering.hpp"

namespace phonon::compile {
namespace {

// The one node that stands for the sum inside the master chain.
const lang::SignalNode* find_chain_input(const lang::Signal& root) {
    std::vector<const lang::SignalNode*> open{root.get()};
    while (!open.empty()) {
        const lang::SignalNode* tree = open.back();
        open.pop_back();
        if (tree->op == lang::SignalNode::Op::chain_input) return tree;
        for (const lang::Signal& in : tree->inputs) open.push_back(in.get());
    }
    return nullptr;
}

int add_sum(Lowering& l, std::vector<graph::IrInput> inputs) {
    graph::IrNode node;
    node.kind = graph::IrNode::Kind::sum;
    node.inputs = std::move(inputs);
    node.channels = 2;  // what leaves is stereo, also where all of it is mono
    return l.add(std::move(node));
}

// What mutes a stem while it plays stands behind all graphs (the mixer), unless a master chain hears the stems: then it
// stands before the chain.
graph::IrInput into_chain(Lowering& l, const std::string& stem, graph::IrInput sound) {
    if (!l.options.live || l.program.master == nullptr) return sound;
    graph::IrNode fader;
    fader.kind = graph::IrNode::Kind::score;
    fader.score = graph::ScoreKind::fader;
    fader.control = stem;
    fader.by_default = 1;
    return graph::from_node(l.add_unit("mul", {sound, graph::from_node(l.add(std::move(fader)))}));
}

}  // namespace

void lower_outputs(Lowering& l) {
    int bus = static_cast<int>(l.program.buses.size());
    std::vector<graph::IrInput> stems;
    for (const lang::Stem& stem : l.program.stems) {
        l.current_bus = bus++;
        l.next_key = 0;
        const graph::IrInput value = lower_tree(l, stem.signal);
        const int node = add_sum(l, {value});
        if (stem.signal->op == lang::SignalNode::Op::bus)
            l.bus_uses.push_back({node, 0, stem.signal->bus, l.current_bus});
        l.ir.stems.push_back({stem.name, node});
        l.ir.roots.push_back({stem.name, node});
        stems.push_back(into_chain(l, stem.name, graph::from_node(node)));
    }
    l.current_bus = bus;
    l.next_key = 0;
    const int sum = add_sum(l, std::move(stems));
    l.ir.master = sum;
    l.ir.roots.push_back({std::string(graph::sum_of_stems), sum});
    // Played live, the end of the program is a node of its own, which stays while a chain comes and goes.
    if (l.program.master == nullptr && !l.options.live) return;
    if (l.program.master == nullptr) {
        l.ir.master = add_sum(l, {graph::from_node(sum)});
        l.ir.roots.push_back({"master", l.ir.master});
        return;
    }
    if (const lang::SignalNode* input = find_chain_input(l.program.master))
        l.made.emplace(input, graph::from_node(sum));
    l.ir.master = add_sum(l, {lower_tree(l, l.program.master)});
    l.ir.roots.push_back({"master", l.ir.master});
}

}  // namespace phonon::compile
