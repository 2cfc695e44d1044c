// Nodes that no output can hear are left out: buses that nothing uses, and what a cut loop left behind.
#include "compile/lowering.hpp"

namespace phonon::compile {

void drop_unheard(Lowering& l) {
    graph::Ir& ir = l.ir;
    std::vector<bool> heard(ir.nodes.size(), false);
    std::vector<int> open;
    const auto hear = [&](int node) {
        if (node < 0 || heard[static_cast<std::size_t>(node)]) return;
        heard[static_cast<std::size_t>(node)] = true;
        open.push_back(node);
    };
    hear(ir.master);
    for (const graph::IrStem& s : ir.stems) hear(s.node);
    while (!open.empty()) {
        const graph::IrNode& node = ir.nodes[static_cast<std::size_t>(open.back())];
        open.pop_back();
        for (const graph::IrInput& in : node.inputs) hear(in.node);
        hear(node.events);
    }

    std::vector<int> place(ir.nodes.size(), -1);
    std::vector<graph::IrNode> kept;
    for (std::size_t n = 0; n < ir.nodes.size(); ++n) {
        if (!heard[n]) continue;
        place[n] = static_cast<int>(kept.size());
        kept.push_back(std::move(ir.nodes[n]));
    }
    const auto moved = [&](int& node) {
        if (node >= 0) node = place[static_cast<std::size_t>(node)];
    };
    for (graph::IrNode& node : kept) {
        for (graph::IrInput& in : node.inputs) moved(in.node);
        moved(node.events);
    }
    for (graph::IrStem& s : ir.stems) moved(s.node);
    moved(ir.master);
    for (graph::IrRoot& r : ir.roots) moved(r.node);
    std::erase_if(ir.roots, [](const graph::IrRoot& r) { return r.node < 0; });
    ir.nodes = std::move(kept);
}

}  // namespace phonon::compile
