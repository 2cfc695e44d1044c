// Which node of an edited graph is which node of the graph before.
#pragma once

#include <vector>

#include "graph/ir.hpp"

namespace phonon::graph {

struct Match {
    std::vector<int> of_fresh;  // for each node of the new graph: its node in the old one; -1: it is new
    std::vector<int> of_old;    // the other way round
};

// Definitions of the same name are compared from their ends towards their sources. Along a chain of effects the longest
// common subsequence is kept, so that an effect put in, taken out or moved leaves the others alone (Hunt & McIlroy 1976
// trim equal ends first, as here).
Match match(const Ir& old, const Ir& fresh);

// The input along which sound runs through a node: the first audio input that is a node; -1: none.
int main_input(const IrNode& node);

}  // namespace phonon::graph
