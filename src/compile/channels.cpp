// One or two channels for every node: sources are mono, voices and Shape::pair units stereo, everything else as wide
// as its widest input. Around loops the width only ever grows, so the walk ends.
#include "compile/lowering.hpp"

namespace phonon::compile {

void set_channels(Lowering& l) {
    std::vector<graph::IrNode>& nodes = l.ir.nodes;
    std::vector<std::vector<int>> consumers(nodes.size());
    std::vector<int> changed;
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        for (const graph::IrInput& in : nodes[n].inputs)
            if (in.node >= 0) consumers[static_cast<std::size_t>(in.node)].push_back(static_cast<int>(n));
        const bool pair = nodes[n].kind == graph::IrNode::Kind::unit && nodes[n].unit->facts->shape == dsp::Shape::pair;
        if (pair || nodes[n].kind == graph::IrNode::Kind::events) nodes[n].channels = 2;
        if (nodes[n].channels == 2) changed.push_back(static_cast<int>(n));
    }
    while (!changed.empty()) {
        const int from = changed.back();
        changed.pop_back();
        for (const int n : consumers[static_cast<std::size_t>(from)]) {
            graph::IrNode& node = nodes[static_cast<std::size_t>(n)];
            if (node.channels == 2 || node.kind == graph::IrNode::Kind::score) continue;
            node.channels = 2;
            changed.push_back(n);
        }
    }
}

}  // namespace phonon::compile
