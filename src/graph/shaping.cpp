#include "graph/shaping.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "graph/bounds.hpp"
#include "graph/voice_bank.hpp"

namespace phonon::graph {
namespace {

constexpr double least_turn = 8e-6;  // seconds: a task's turn is worth the hand-over
constexpr double long_turn =
    100e-6;                          // and worth moving its state from core to core, where few threads fill no pipeline
constexpr double least_work = 5e-6;  // seconds a quantum, below which nothing is gained
constexpr double least_gain = 0.93;  // of one thread's time
constexpr int few_threads = 6;       // whose caches a shallow ring serves better
constexpr int turns_on_their_way = 16;  // at least, for many threads
constexpr double hurried_part = 0.6;    // of the time that a quantum takes at best
constexpr double tasks_a_thread = 8;    // in a quantum: fine enough to share evenly
constexpr double worth_a_loop = 1.05;   // a loop in one task is a lump, hard to share evenly: it must gain so much

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

// Seconds a quantum that no number of threads can beat: of the dearest task, or of a loop through several.
double slowest_round(const TaskGraph& graph) {
    CostGraph tasks;
    bool delayed = false;
    for (std::size_t t = 0; t < graph.tasks.size(); ++t) {
        tasks.work.push_back(graph.tasks[t].cost);
        for (const TaskEdge& e : graph.tasks[t].consumers) {
            tasks.edges.push_back({static_cast<std::int32_t>(t), e.task, e.delay});
            delayed = delayed || e.delay > 0;
        }
    }
    if (!delayed) return graph.dearest();
    tasks.time = tasks.work;
    return bounds_of(tasks).lambda;
}

// A plan cut into tasks, and what that takes.
struct Cut {
    Cut(const Plan& plan, const Costs& costs, const Shape& shape, std::span<const std::int16_t> shares)
        : graph(make_task_graph(plan, costs, shape, shares)),
          work(costs.work() + task_overhead * static_cast<double>(graph.tasks.size()) / graph.quanta),
          round(slowest_round(graph)) {}

    double on(int threads) const { return std::max(work / threads, round); }  // seconds a quantum

    TaskGraph graph;
    double work, round;
};

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
    const bool many = limits.threads > few_threads;
    const int most_quanta = std::clamp(many ? plan.ring / turns_on_their_way : plan.ring, 1, limits.quanta);
    const double turn = many ? least_turn : long_turn;
    const auto wanted = static_cast<unsigned>(std::clamp(std::ceil(turn / grain), 1.0, 1024.0));
    Shape shape;
    shape.quanta = std::min(most_quanta, static_cast<int>(std::bit_ceil(wanted)));
    shape.grain = std::max(grain, least_turn / shape.quanta);
    // Where a cheap end of one bus shares a task with the beginning of the next, buses hang on each other, and a
    // quantum is on its way for up to the whole work: many threads are kept busy only by as many quanta on their way.
    shape.depth = many ? std::max(2 * limits.depth, turns_on_their_way) : limits.depth;
    shape.listeners = limits.listeners;
    // A loop in one task runs many quanta in one go, and nothing else hangs on its rounds. Cut, it may be shared.
    shape.whole_loops = true;
    Cut cut(plan, costs, shape, shares);
    if (plan.largest_delay > 0) {
        // A loop between tasks holds every turn to one quantum: tasks must be worth it by what they hold.
        shape.whole_loops = false;
        shape.quanta = 1;
        shape.grain = std::max(grain, least_turn);
        Cut other(plan, costs, shape, shares);
        if (other.on(limits.threads) < worth_a_loop * cut.on(limits.threads)) cut = std::move(other);
    }
    ShapedGraph shaped;
    shaped.threads = cut.graph.useful_threads(limits.threads);
    while (shaped.threads > 1 && cut.on(shaped.threads - 1) <= 1.02 * cut.on(limits.threads)) --shaped.threads;
    shaped.predicted = cut.on(shaped.threads);
    shaped.graph = std::move(cut.graph);
    TaskGraph& g = shaped.graph;
    for (Task& t : g.tasks) t.hurried = t.cost >= hurried_part * std::max(work / limits.threads, g.dearest());
    shaped.ring =
        static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(g.quanta * g.depth, plan.largest_delay + 1))));
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
