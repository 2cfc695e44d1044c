// Signal trees to graph nodes. Walks with a list of its own instead of recursing: a chain may be 100,000 units long.
#include "compile/lowering.hpp"

namespace phonon::compile {
namespace {

using graph::IrInput;
using graph::IrNode;
using graph::ScoreKind;
using lang::Signal;
using lang::SignalNode;
using Op = SignalNode::Op;

int add_score(Lowering& l, ScoreKind kind, const pattern::Pattern& p) {
    IrNode node;
    node.kind = IrNode::Kind::score;
    node.score = kind;
    node.pattern = p;
    return l.add(std::move(node));
}

// All of the tree's inputs are made. Gives what the tree's value is.
IrInput make(Lowering& l, const SignalNode& tree) {
    const auto made = [&](const Signal& s) { return l.made.at(s.get()); };
    switch (tree.op) {
        case Op::number: return graph::from_value(static_cast<float>(tree.number));
        case Op::control: return graph::from_node(add_score(l, ScoreKind::control, tree.pattern));
        case Op::continuous: return graph::from_node(add_score(l, ScoreKind::continuous, tree.pattern));
        case Op::trigger:
        case Op::cycle_gate: return graph::from_node(add_score(l, ScoreKind::trigger, tree.pattern));
        case Op::cycles: {
            const int tempo = add_score(l, ScoreKind::tempo, {});
            return graph::from_node(l.add_unit("mul", {made(tree.inputs[0]), graph::from_node(tempo)}));
        }
        case Op::events:
            if (tree.keyboard >= 0) break;  // no keys are played here
            return lower_events(l, tree);
        case Op::unit: {
            IrNode node;
            node.kind = IrNode::Kind::unit;
            node.unit = dsp::find_unit(tree.unit->name);
            node.control = tree.name;
            for (const Signal& in : tree.inputs) node.inputs.push_back(made(in));
            const int at = l.add(std::move(node));
            for (std::size_t i = 0; i < tree.inputs.size(); ++i)
                if (tree.inputs[i]->op == Op::bus) l.bus_uses.push_back({at, i, tree.inputs[i]->bus, l.current_bus});
            return graph::from_node(at);
        }
        case Op::bus: return l.bus_outputs[static_cast<std::size_t>(tree.bus)];
        case Op::chain_input: return l.made.at(&tree);
        case Op::voice_param:
        case Op::voice_gate:
        case Op::device_input:
        case Op::controller: break;
    }
    IrNode silent;
    silent.kind = IrNode::Kind::silence;
    return graph::from_node(l.add(std::move(silent)));
}

}  // namespace

IrInput lower_tree(Lowering& l, const Signal& root) {
    std::vector<const SignalNode*> open{root.get()};
    while (!open.empty()) {
        const SignalNode* tree = open.back();
        if (l.made.contains(tree)) {
            open.pop_back();
            continue;
        }
        bool ready = true;
        for (auto in = tree->inputs.rbegin(); in != tree->inputs.rend(); ++in)
            if (!l.made.contains(in->get())) {
                open.push_back(in->get());
                ready = false;
            }
        if (!ready) continue;
        open.pop_back();
        l.made.emplace(tree, make(l, *tree));
    }
    return l.made.at(root.get());
}

// Each bus ends in a node of its own (a sum of one), made first, so that a bus may be used before it is lowered and in
// its own definition.
void lower_buses(Lowering& l) {
    for (const lang::Bus& bus : l.program.buses) l.ir.bus_names.push_back("~" + bus.name);
    for (const lang::Stem& stem : l.program.stems) l.ir.bus_names.push_back(stem.name);
    l.ir.bus_names.push_back("master");
    const auto count = static_cast<int>(l.program.buses.size());
    for (int b = 0; b < count; ++b) {
        l.current_bus = b;
        l.next_key = 0;
        IrNode end;
        end.kind = IrNode::Kind::sum;
        l.bus_outputs.push_back(graph::from_node(l.add(std::move(end))));
        l.ir.roots.push_back({l.ir.bus_names[static_cast<std::size_t>(b)], l.bus_outputs.back().node});
    }
    for (int b = 0; b < count; ++b) {
        l.current_bus = b;
        l.next_key = 1;
        const lang::Signal& signal = l.program.buses[static_cast<std::size_t>(b)].signal;
        const IrInput value = lower_tree(l, signal);
        const int end = l.bus_outputs[static_cast<std::size_t>(b)].node;
        l.ir.nodes[static_cast<std::size_t>(end)].inputs.push_back(value);
        if (signal->op == Op::bus) l.bus_uses.push_back({end, 0, signal->bus, b});
    }
}

}  // namespace phonon::compile
