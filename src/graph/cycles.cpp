#include "graph/cycles.hpp"

#include <algorithm>

namespace phonon::graph {

// Tarjan (1972), with a stack of its own.
std::vector<int> loops_of(const std::vector<std::vector<int>>& inputs) {
    const std::size_t count = inputs.size();
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
            while (v.next < inputs[n].size()) {
                const int in = inputs[n][v.next++];
                const auto p = static_cast<std::size_t>(in);
                if (index[p] < 0) {
                    visits.push_back({in, 0});
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
                const bool self = std::find(inputs[n].begin(), inputs[n].end(), v.node) != inputs[n].end();
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

std::vector<int> loops_of(const Ir& ir) {
    std::vector<std::vector<int>> inputs(ir.nodes.size());
    for (std::size_t n = 0; n < inputs.size(); ++n)
        for (const IrInput& in : ir.nodes[n].inputs)
            if (in.node >= 0 && in.delay == 0) inputs[n].push_back(in.node);
    return loops_of(inputs);
}

}  // namespace phonon::graph
