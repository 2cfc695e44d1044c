#include "graph/task_graph.hpp"

#include <algorithm>
#include <cmath>

namespace phonon::graph {

double TaskGraph::work() const noexcept {
    double sum = 0;
    for (const Task& t : tasks) sum += t.cost;
    return sum;
}

double TaskGraph::bound() const noexcept {
    double most = 0;
    for (const Task& t : tasks) most = std::max(most, t.cost);
    return most;
}

int TaskGraph::useful_threads(int offered) const noexcept {
    if (bound() <= 0) return offered;
    return std::clamp(static_cast<int>(std::ceil(work() / bound())), 1, std::max(1, offered));
}

TaskGraph make_task_graph(const Plan& plan, std::span<const double> costs, double grain) {
    TaskGraph graph;
    graph.ring = plan.ring;
    graph.tasks.emplace_back();
    std::vector<std::int32_t> task_of(plan.nodes.size(), 0);
    bool open = false;
    for (std::size_t n = 0; n < plan.nodes.size(); ++n) {
        if (!open) graph.tasks.push_back({static_cast<std::int32_t>(n), static_cast<std::int32_t>(n), 0, {}, {}});
        Task& t = graph.tasks.back();
        t.last = static_cast<std::int32_t>(n) + 1;
        t.cost += costs.empty() ? 0 : costs[n];
        task_of[n] = static_cast<std::int32_t>(graph.tasks.size()) - 1;
        // A dear node ahead does not wait for a cheap run before it to fill up.
        const bool dear_next = !costs.empty() && n + 1 < costs.size() && costs[n + 1] >= grain && t.cost >= grain / 4;
        open = !costs.empty() && t.cost < grain && !dear_next;
    }
    graph.tasks.emplace_back();
    const std::int32_t sink = graph.sink();

    const auto connect = [&](std::int32_t from, std::int32_t to, std::int32_t delay) {
        auto& inputs = graph.tasks[static_cast<std::size_t>(to)].inputs;
        const bool known = std::any_of(inputs.begin(), inputs.end(),
                                       [&](const TaskEdge& e) { return e.task == from && e.delay == delay; });
        if (known) return;
        inputs.push_back({from, delay});
        graph.tasks[static_cast<std::size_t>(from)].consumers.push_back({to, delay});
    };
    for (std::size_t n = 0; n < plan.nodes.size(); ++n) {
        const PlanNode& node = plan.nodes[n];
        if (node.score_slot >= 0) connect(graph.director(), task_of[n], 0);
        for (const PlanInput& in : plan.inputs_of(node)) {
            if (in.node < 0) continue;
            const std::int32_t from = task_of[static_cast<std::size_t>(in.node)];
            // Inside a task the order does what an edge would: also for a delayed edge, whose older slot no one
            // overwrites before the task itself comes around.
            if (from != task_of[n]) connect(from, task_of[n], in.delay);
        }
    }
    for (const PlanStem& s : plan.stems)
        if (s.node >= 0) connect(task_of[static_cast<std::size_t>(s.node)], sink, 0);
    if (plan.master >= 0) connect(task_of[static_cast<std::size_t>(plan.master)], sink, 0);
    // The sink ends a quantum: it follows every task that no other follows at once, so that when it is done, all are.
    for (std::int32_t t = 0; t < sink; ++t) {
        const auto& consumers = graph.tasks[static_cast<std::size_t>(t)].consumers;
        if (std::none_of(consumers.begin(), consumers.end(), [](const TaskEdge& e) { return e.delay == 0; }))
            connect(t, sink, 0);
    }
    return graph;
}

}  // namespace phonon::graph
