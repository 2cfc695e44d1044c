// The order in which a plan's nodes become steps of tasks: the plan's own, but the nodes of a loop stand together. Then
// a loop can be one task, and what is inside a task may run many quanta in one go.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/plan.hpp"

namespace phonon::graph {

struct StepOrder {
    std::vector<std::int32_t> nodes;
    std::vector<int> loop;  // by node: which loop, delays and all, it is on; -1: none
};

StepOrder step_order(const Plan& plan);

}  // namespace phonon::graph
