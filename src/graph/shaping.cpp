#include "graph/shaping.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "graph/voice_bank.hpp"

namespace phonon::graph {
namespace {

constexpr double least_turn = 8e-6;   // seconds: a task's turn is worth the hand-over
constexpr double least_work = 5e-6;   // seconds a quantum, below which nothing is gained
constexpr double least_gain = 0.93;   // of one thread's time
constexpr int few_threads = 6;        // whose caches a shallow ring serves better
constexpr double hurried_part = 0.6;  // of the time that a quantum takes at best
constexpr double tasks_a_thread = 8;  // in a quantum: fine enough to share evenly

// A bank that alone would keep a thread busy for longer than its part is split, as far as its voices go.
std::vector<std::int16_t> shares_of(const Plan& plan, const Costs& costs, const ShapingLimits& limits, double part) {
    constexpr int batches_not_known = 4;
    std::vector<std::int16_t> shares(plan.nodes.size(), 1);
    for (std::size_t n = 0; n < plan.nodes.size(); ++n) {
        if (plan.nodes[n].kind != IrNode::Kind::events || costs.nodes[n] <= part) continue;
        const int batches = limits.sounding.empty() ? batches_not_known : std::max(1, limits.sounding[n]);
        shares[n] =
            static_cast<std::int16_t>(std::clamp(static_cast<int>(std::ceil(costs.nodes[n] / part)), 1, batches));
    }
    return shares;
}

}  // namespace

std::vector<int> sounding_batches(const Session& session) {
    const Plan& plan = session.plan();
    std::vector<int> sounding(plan.nodes.size(), 0);
    for (std::size_t n = 0; n < plan.nodes.size(); ++n)
        if (plan.nodes[n].kind == IrNode::Kind::events)
            sounding[n] = sounding_batches(plan.bank_layouts[static_cast<std::size_t>(plan.nodes[n].bank)],
                                           session.state(plan.nodes[n]));
    return sounding;
}

ShapedGraph shape_anyway(const Plan& plan, const Costs& costs, const ShapingLimits& limits) {
    const double work = costs.work();
    const std::vector<std::int16_t> shares = shares_of(plan, costs, limits, work / limits.threads / 2);
    double dearest = std::max(costs.direct, costs.sink);
    for (std::size_t n = 0; n < plan.nodes.size(); ++n) dearest = std::max(dearest, costs.nodes[n] / shares[n]);
    for (const double l : costs.listeners) dearest = std::max(dearest, l);

    // Finer than this would share the work no better: no time is below the dearest step's.
    const double grain = std::max(work / (tasks_a_thread * limits.threads), dearest / 4);
    const int most_quanta = std::min(limits.quanta, plan.ring);
    const auto wanted = static_cast<unsigned>(std::clamp(std::ceil(least_turn / grain), 1.0, 1024.0));
    Shape shape;
    shape.quanta = std::min(most_quanta, static_cast<int>(std::bit_ceil(wanted)));
    shape.grain = std::max(grain, least_turn / shape.quanta);
    // Where a cheap end of one bus shares a task with the beginning of the next, buses hang on each other, and a
    // quantum is on its way for up to the whole work: many threads are kept busy only by as many quanta on their way.
    shape.depth = limits.threads > few_threads ? 2 * limits.depth : limits.depth;
    shape.listeners = limits.listeners;
    ShapedGraph shaped;
    shaped.graph = make_task_graph(plan, costs, shape, shares);
    if (shaped.graph.quanta < shape.quanta) {
        // A loop between tasks holds every turn to one quantum: tasks must be worth it by what they hold.
        shape.quanta = 1;
        shape.grain = std::max(grain, least_turn);
        shaped.graph = make_task_graph(plan, costs, shape, shares);
    }
    TaskGraph& g = shaped.graph;
    for (Task& t : g.tasks) t.hurried = t.cost >= hurried_part * std::max(work / limits.threads, g.dearest());
    shaped.ring =
        static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(g.quanta * g.depth, plan.largest_delay + 1))));
    const double overhead = task_overhead * static_cast<double>(g.tasks.size()) / g.quanta;
    const auto time_on = [&](int threads) { return std::max((work + overhead) / threads, g.dearest()); };
    shaped.threads = g.useful_threads(limits.threads);
    while (shaped.threads > 1 && time_on(shaped.threads - 1) <= 1.02 * time_on(limits.threads)) --shaped.threads;
    shaped.predicted = time_on(shaped.threads);
    return shaped;
}

std::optional<ShapedGraph> shape_for(const Plan& plan, const Costs& costs, const ShapingLimits& limits) {
    const double work = costs.work();
    if (limits.threads < 2 || work < least_work) return std::nullopt;
    ShapedGraph shaped = shape_anyway(plan, costs, limits);
    if (shaped.threads < 2 || shaped.predicted > least_gain * work) return std::nullopt;
    return shaped;
}

}  // namespace phonon::graph
