// A plan cut into tasks for several threads: runs of neighbouring steps that are worth the hand-over, the director
// before them, the sink and whoever listens to it behind them.
//
// A step is a node, or a share of a bank of voices (voice_bank.hpp) where the bank is split; the steps stand in an
// order that the plan could have (step_order.hpp). A task is an interval of steps. That makes it convex (a path that
// leaves it cannot come back, for what lies between in the order is inside) and the graph of tasks free of cycles
// without delay, whatever the cuts; so costs may choose them freely, and no choice can change a sample.
//
// A task runs some quanta in one go: a turn. Turn j of every task are quanta [begin + j * quanta, begin + (j + 1) *
// quanta) of the run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/plan.hpp"

namespace phonon::graph {

struct Step {
    static constexpr std::int16_t whole = -1;  // the node
    static constexpr std::int16_t join = -2;   // of a split bank: the sum of what its shares gave
    std::int32_t node = 0;
    std::int16_t share = whole;  // >= 0: this share of a split bank
};

struct TaskEdge {
    std::int32_t task;   // the other end
    std::int32_t delay;  // turns
};

struct Task {
    // The steps [first, last); none for the director, the sink and listeners.
    std::int32_t first = 0, last = 0;
    double cost = 0;  // seconds a quantum, as measured
    // So dear that its turns, one behind the other, may be what everything waits for: a thread that may go on with it
    // does so before all else.
    bool hurried = false;
    std::vector<TaskEdge> inputs;  // producers
    std::vector<TaskEdge> consumers;
};

// What the costs ask for.
struct Shape {
    double grain = 0;  // seconds a quantum: intervals are closed once they cost so much; 0: every step is its own task
    int quanta = 1;    // quanta a turn; 1 where a delayed edge between two tasks leaves no choice
    bool whole_loops = false;  // no loop is cut, whatever it costs
    int depth = 0;             // turns that a task may be ahead of its slowest consumer; 0: as many as the ring has
    int listeners = 0;         // tasks behind the sink
};

// What steps and ends cost, in seconds a quantum; nothing known: empty, and every cost counts as 0.
struct Costs {
    std::vector<double> nodes;
    double direct = 0, sink = 0;
    std::vector<double> listeners;

    double work() const noexcept;  // all of it
};
Costs divided(Costs costs, std::int64_t quanta);

struct TaskGraph {
    std::vector<Step> steps;
    std::vector<std::int16_t> shares;  // by node: of how many shares it is; 1: whole
    std::vector<Task> tasks;           // [0] the director, then the plan's, the sink, and the listeners
    int listeners = 0;
    int quanta = 1;  // a turn
    int depth = 1;   // turns that outputs are kept; a power of two

    std::int32_t director() const noexcept { return 0; }
    std::int32_t sink() const noexcept { return static_cast<std::int32_t>(tasks.size()) - 1 - listeners; }

    double work() const noexcept;     // seconds a quantum, all tasks
    double dearest() const noexcept;  // of one task: no number of threads is faster than this a quantum
    // Threads beyond this number would only wait.
    int useful_threads(int offered) const noexcept;
};

// `shares`: for each node, into how many shares a bank is split; empty: none is.
TaskGraph make_task_graph(const Plan& plan, const Costs& costs, const Shape& shape,
                          std::span<const std::int16_t> shares = {});

// Everything that waits for (task, turn), in the order in which it is told: who reads the output, who may now overwrite
// what was read, and the task's own next turn. The rule of parallel.hpp, written once for all that follow it.
template <class Use>
void for_each_waiting(const TaskGraph& graph, std::int32_t task, std::int64_t turn, Use&& use) {
    const Task& t = graph.tasks[static_cast<std::size_t>(task)];
    for (const TaskEdge& e : t.consumers) use(e.task, turn + e.delay);
    for (const TaskEdge& e : t.inputs) use(e.task, turn + graph.depth - e.delay);
    use(task, turn + 1);
}

// Of two tasks that a thread may go on with, the one that it keeps; others may take the other.
inline std::int32_t kept_of(const TaskGraph& graph, std::int32_t first, std::int32_t second) noexcept {
    const bool hurried =
        graph.tasks[static_cast<std::size_t>(second)].hurried && !graph.tasks[static_cast<std::size_t>(first)].hurried;
    return hurried ? second : first;
}

// How often (task, turn) is told before it may run, where turns before 0 are done.
inline std::int32_t dependencies_of(const TaskGraph& graph, std::int32_t task, std::int64_t turn) {
    const Task& t = graph.tasks[static_cast<std::size_t>(task)];
    std::int32_t open = turn > 0 ? 1 : 0;
    for (const TaskEdge& e : t.inputs) open += turn - e.delay >= 0;
    for (const TaskEdge& e : t.consumers) open += turn - graph.depth + e.delay >= 0;
    return open;
}

}  // namespace phonon::graph
