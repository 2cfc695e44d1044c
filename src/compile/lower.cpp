#include "compile/lower.hpp"

#include "base/hash.hpp"
#include "compile/lowering.hpp"

namespace phonon::compile {

int Lowering::add(graph::IrNode node) {
    node.bus = current_bus;
    // A node is known by its bus and its place in it: the same after an edit elsewhere, so that a hot swap finds it.
    node.key = base::hash_of(ir.bus_names[static_cast<std::size_t>(current_bus)], next_key++);
    ir.nodes.push_back(std::move(node));
    return static_cast<int>(ir.nodes.size()) - 1;
}

const std::set<std::string, std::less<>>& Lowering::controls() const {
    const auto at = static_cast<std::size_t>(current_bus);
    if (at < program.buses.size()) return program.buses[at].controls;
    const std::size_t stem = at - program.buses.size();
    return stem < program.stems.size() ? program.stems[stem].controls : program.controls;
}

int Lowering::add_unit(std::string_view unit, std::vector<graph::IrInput> inputs) {
    graph::IrNode node;
    node.kind = graph::IrNode::Kind::unit;
    node.unit = dsp::find_unit(unit);
    const dsp::Facts& facts = *node.unit->facts;
    for (int i = static_cast<int>(inputs.size()); i < facts.input_count(); ++i)
        inputs.push_back(graph::from_value(facts.inputs[i].by_default));
    node.inputs = std::move(inputs);
    return add(std::move(node));
}

graph::Ir lower(const lang::Program& program, const LowerOptions& options) {
    Lowering l{program, options, {}, {}, {}, {}, 0, 0};
    lower_buses(l);
    lower_outputs(l);
    cut_loops(l);
    drop_unheard(l);
    set_channels(l);
    ease_steps(l);
    return std::move(l.ir);
}

}  // namespace phonon::compile
