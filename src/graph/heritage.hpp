// Which nodes of a new plan go on where nodes of an old plan are: what a hot swap hands from session to session.
#pragma once

#include <cstdint>
#include <vector>

namespace phonon::graph {

struct Reconciled;
struct Plan;

struct Heritage {
    std::int64_t quantum = 0;  // the first that the new plan makes
    std::vector<int> nodes;    // for each node of the new plan: the node of the old plan that it continues; -1: none
    // For each bank of the new plan, for each of its instruments: the instrument of the old bank that it continues.
    std::vector<std::vector<int>> instruments;
    std::vector<bool> whole_bank;  // the bank is the old one, block for block
};

// Both plans are made from the two graphs that were reconciled.
Heritage heritage_of(const Reconciled& change, const Plan& old, const Plan& fresh);

}  // namespace phonon::graph
