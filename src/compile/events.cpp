// Events: a bank of voices, and behind it the effects that voices send to (SuperDirt's global effects, here one for
// each events node). The sends' amounts are the voices' own; size and time are the effects', and follow the last event.
#include "compile/lowering.hpp"

namespace phonon::compile {
namespace {

using graph::IrInput;
using graph::IrNode;

IrInput latest(Lowering& l, int events, std::string_view control, float by_default) {
    IrNode node;
    node.kind = IrNode::Kind::score;
    node.score = graph::ScoreKind::latest;
    node.events = events;
    node.control = control;
    node.by_default = by_default;
    return graph::from_node(l.add(std::move(node)));
}

IrInput port(Lowering& l, int events, int number) {
    IrNode node;
    node.kind = IrNode::Kind::port;
    node.port = number;
    node.channels = 2;
    node.inputs = {graph::from_node(events)};
    return graph::from_node(l.add(std::move(node)));
}

// Room and echo alone, without what was sent to them.
int room(Lowering& l, int events, IrInput sent) {
    return l.add_unit("reverb", {sent, latest(l, events, "size", 0.1f), graph::from_value(0.4f), graph::from_value(1)});
}
int echo(Lowering& l, int events, IrInput sent) {
    const IrInput time = latest(l, events, "delaytime", 0.25f);
    return l.add_unit("delay", {sent, time, latest(l, events, "delayfeedback", 0.5f), graph::from_value(1)});
}

}  // namespace

std::vector<std::string> sends_of(const Lowering& l) {
    std::vector<std::string> sends;
    for (const char* control : {"room", "delaysend"})
        if (l.controls().contains(control)) sends.emplace_back(control);
    return sends;
}

IrInput lower_events(Lowering& l, const lang::SignalNode& tree) {
    const std::vector<std::string> sends = sends_of(l);
    IrNode node;
    node.kind = IrNode::Kind::events;
    node.pattern = tree.pattern;
    node.ports = 1 + static_cast<int>(sends.size());
    std::vector<IrInput> outer;
    graph::VoiceBankPlan bank = lower_voices(l, tree, outer);
    node.bank = static_cast<int>(l.ir.banks.size());
    l.ir.banks.push_back(std::move(bank));
    node.inputs = std::move(outer);
    const int events = l.add(std::move(node));
    if (sends.empty()) return graph::from_node(events);

    IrNode sum;
    sum.kind = IrNode::Kind::sum;
    sum.channels = 2;
    sum.inputs.push_back(port(l, events, 0));
    for (std::size_t s = 0; s < sends.size(); ++s) {
        const IrInput sent = port(l, events, static_cast<int>(s) + 1);
        sum.inputs.push_back(graph::from_node(sends[s] == "room" ? room(l, events, sent) : echo(l, events, sent)));
    }
    return graph::from_node(l.add(std::move(sum)));
}

}  // namespace phonon::compile
