// What the nodes of a plan are likely to cost before it has run: as much as those that they continue did, or others of
// their kind. Good enough to cut a plan for several threads from its first quantum on; measuring comes later.
#pragma once

#include "graph/heritage.hpp"
#include "graph/plan.hpp"
#include "graph/task_graph.hpp"

namespace phonon::graph {

// `old`: what the nodes of `before` cost. In seconds a quantum.
Costs carried_costs(const Costs& old, const Plan& before, const Plan& fresh, const Heritage& heritage);

// For a plan with nothing before it.
Costs usual_costs(const Plan& fresh);

}  // namespace phonon::graph
