// A program was edited while it plays: joins the graph that runs and the graph of the new text into one that goes on
// where the old one is and leads over to the new one without a click.
//
// Nodes are found again by the names of buses and stems and their place in the definition (match.hpp); they keep their
// state. Where a node that goes on reads another source than before, an `edge_fade` leads from the old source to the
// new one; the old source lives on as long. Voices that sound finish as they were: their bank goes on, or rings out
// beside the new one. A stem that is gone rings out behind a `ring_out`. All these leave the graph's bits alone once
// they are over, so they can be taken out at any later time, by reconciling with the same program again.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/ir.hpp"

namespace phonon::graph {

struct Reconciled {
    Ir ir;
    std::vector<int> carried;  // for each node of `ir`: the node of the old graph that it continues; -1: none
    // For each bank of `ir`, for each instrument: that of the old node's bank that it continues; -1: none.
    std::vector<std::vector<int>> carried_instruments;
    bool transient = false;  // something in `ir` only leads over
};

// `now`: a quantum not after the swap; what is over by then is left out.
Reconciled reconcile(const Ir& old, const Ir& fresh, std::int64_t now, float fade_seconds = 0.02f);

}  // namespace phonon::graph
