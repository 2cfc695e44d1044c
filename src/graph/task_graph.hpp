// A plan cut into tasks for several threads: runs of neighbouring nodes that are worth the hand-over, the director
// before them and the sink behind them.
//
// A task is an interval of the plan's order. That makes it convex (a path that leaves it cannot come back, for what
// lies between in the order is inside) and the graph of tasks free of cycles without delay, whatever the cuts; so costs
// may choose them freely, and no choice can change a sample.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/plan.hpp"

namespace phonon::graph {

struct TaskEdge {
    std::int32_t task;   // the other end
    std::int32_t delay;  // quanta
};

struct Task {
    // The nodes [first, last) of the plan; none for the director and the sink.
    std::int32_t first = 0, last = 0;
    double cost = 0;               // seconds a quantum, as measured
    std::vector<TaskEdge> inputs;  // producers
    std::vector<TaskEdge> consumers;
};

struct TaskGraph {
    std::vector<Task> tasks;  // [0] the director, then the plan's, then the sink
    int ring = 1;             // quanta that outputs are kept

    std::int32_t director() const noexcept { return 0; }
    std::int32_t sink() const noexcept { return static_cast<std::int32_t>(tasks.size()) - 1; }

    double work() const noexcept;   // seconds a quantum, all tasks
    double bound() const noexcept;  // the dearest task: no number of threads is faster than this a quantum
    // Threads beyond this number would only wait.
    int useful_threads(int offered) const noexcept;
};

// Intervals are closed once they cost `grain` seconds. `costs` is one number a node; empty: every node is its own task.
TaskGraph make_task_graph(const Plan& plan, std::span<const double> costs, double grain);

}  // namespace phonon::graph
