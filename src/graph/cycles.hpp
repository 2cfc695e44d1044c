// Loops of a graph.
#pragma once

#include <vector>

#include "graph/ir.hpp"

namespace phonon::graph {

// Which strongly connected component each node is in; -1 for a node on no loop. `inputs`: by node, what it reads.
std::vector<int> loops_of(const std::vector<std::vector<int>>& inputs);
// Over edges without a delay.
std::vector<int> loops_of(const Ir& ir);

}  // namespace phonon::graph
