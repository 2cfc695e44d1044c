// Loops of a graph over its edges without a delay.
#pragma once

#include <vector>

#include "graph/ir.hpp"

namespace phonon::graph {

// Which strongly connected component each node is in; -1 for a node on no loop.
std::vector<int> loops_of(const Ir& ir);

}  // namespace phonon::graph
