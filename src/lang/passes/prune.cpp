// Leaves in the program only the buses that something heard reaches, in the order in which they were met.
#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

void Evaluator::prune() {
    const auto true_bus = [this](int bus) {
        for (auto at = alias_.find(bus); at != alias_.end(); at = alias_.find(bus)) bus = at->second;
        return bus;
    };
    std::vector<Signal*> roots;
    for (Stem& stem : program_.stems) roots.push_back(&stem.signal);
    if (program_.master) roots.push_back(&program_.master);
    if (auto* tempo = std::get_if<Signal>(&program_.tempo)) roots.push_back(tempo);
    for (LiveCommand& command : program_.commands)
        if (command.signal) roots.push_back(&command.signal);
    for (auto& [name, instrument] : program_.instruments) roots.push_back(&instrument.body);

    std::vector<bool> kept(program_.buses.size());
    std::unordered_set<const SignalNode*> seen;
    std::vector<int> open;
    const auto visit = [&](const Signal& tree) {
        for_each_node(tree, seen, [&](const Signal& node) {
            if (node->op != SignalNode::Op::bus) return;
            const int bus = true_bus(node->bus);
            if (kept[static_cast<std::size_t>(bus)]) return;
            kept[static_cast<std::size_t>(bus)] = true;
            open.push_back(bus);
        });
    };
    for (const Signal* root : roots) visit(*root);
    while (!open.empty()) {
        const int bus = open.back();
        open.pop_back();
        visit(program_.buses[static_cast<std::size_t>(bus)].signal);
    }

    std::vector<int> number(program_.buses.size(), -1);
    std::vector<Bus> buses;
    for (std::size_t i = 0; i < program_.buses.size(); ++i) {
        if (!kept[i]) continue;
        number[i] = static_cast<int>(buses.size());
        buses.push_back(std::move(program_.buses[i]));
    }
    Rewriter renumber([&](const Signal& node, bool, std::vector<Signal> inputs) {
        if (node->op != SignalNode::Op::bus) return with_inputs(node, std::move(inputs));
        const int bus = number[static_cast<std::size_t>(true_bus(node->bus))];
        return bus == node->bus ? node : bus_node(bus, node->span);
    });
    program_.buses = std::move(buses);
    for (Bus& bus : program_.buses) bus.signal = renumber.run(bus.signal);
    for (Signal* root : roots) *root = renumber.run(*root);
}

}  // namespace phonon::lang::passes
