// The executor by itself, on graphs of equal nodes:
//
//     bench_executor
//
//   * what a task costs: nodes that do nothing, each its own task, on one thread, beside the plain walk;
//   * what the parallel executor costs where it is of no use: forced to one thread, shaped as it likes;
//   * two threads, beside oneTBB's flow graph with the same nodes (where it was built in).
//
// Medians of rounds in which each way has its turn; the smallest and the largest in brackets.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "graph/parallel.hpp"
#include "graph/shaping.hpp"
#include "graph/synthetic.hpp"
#ifdef PHONON_WITH_TBB
#include "tbb_executor.hpp"
#endif

using namespace phonon::graph;

namespace {

constexpr int rounds = 9;
constexpr double node_seconds = 20e-6;

struct Result {
    double low, median, high;
};

std::vector<Result> in_turns(const std::vector<std::function<double()>>& ways) {
    std::vector<std::vector<double>> seconds(ways.size());
    for (int round = 0; round < rounds; ++round)
        for (std::size_t w = 0; w < ways.size(); ++w) seconds[w].push_back(ways[w]());
    std::vector<Result> results;
    for (auto& s : seconds) {
        std::sort(s.begin(), s.end());
        results.push_back({s.front(), s[s.size() / 2], s.back()});
    }
    return results;
}

const RunEnds no_ends{[](std::int64_t) {}, [](std::int64_t) {}};

double timed(const std::function<void()>& run) {
    const auto start = SteadyTime::now();
    run();
    return seconds_between(start, SteadyTime::now());
}

double serially(const std::shared_ptr<const Plan>& plan, std::int64_t quanta) {
    Session session(plan);
    session.use_ring(2, 0);
    const Score score(0, 0, plan->ring);
    const Scratch scratch(*plan);
    return timed([&] { run_serial(session, score, 0, quanta, no_ends, scratch); });
}

double in_parallel(ParallelExecutor& executor, const std::shared_ptr<const Plan>& plan, const TaskGraph& graph,
                   int threads, std::int64_t quanta) {
    Session session(plan);
    session.use_ring(std::max(2, graph.quanta * graph.depth), 0);
    const Score score(0, 0, plan->ring);
    Execution execution(plan, graph, threads);
    return timed([&] { executor.run(execution, session, score, 0, quanta, no_ends); });
}

void show(const char* what, const Result& r, double scale, const char* unit) {
    fmt::print("  {:34} {:9.2f} {} [{:.2f}, {:.2f}]\n", what, scale * r.median, unit, scale * r.low, scale * r.high);
}

// Silence: a node that only clears its output.
void cost_of_a_task() {
    constexpr std::int64_t quanta = 2000;
    constexpr int count = 200;
    Ir ir;
    ir.bus_names = {"nothing"};
    for (int n = 0; n < count; ++n) {
        IrNode node;
        node.kind = n == 0 ? IrNode::Kind::silence : IrNode::Kind::sum;
        if (n > 0) node.inputs = {from_node(n - 1)};
        ir.nodes.push_back(node);
    }
    ir.nodes.back().channels = 2;
    ir.master = count - 1;
    const auto plan = make_plan(ir, {.ring = 32}).value();
    const TaskGraph graph = make_task_graph(*plan, {}, {.depth = 8});
    ParallelExecutor alone(1);
    const auto r =
        in_turns({[&] { return serially(plan, quanta); }, [&] { return in_parallel(alone, plan, graph, 1, quanta); }});
    const double tasks = static_cast<double>(graph.tasks.size()) * quanta;
    fmt::print("a chain of {} sums, each a task, {} quanta\n", count, quanta);
    show("plain walk", r[0], 1e9 / tasks, "ns a node");
    show("parallel executor, one thread", r[1], 1e9 / tasks, "ns a task");
    fmt::print("  hand-over: {:.0f} ns a task\n\n", 1e9 / tasks * (r[1].median - r[0].median));
}

void ways_through(Synthetic kind, const char* name, float steps) {
    constexpr std::int64_t quanta = 400;
    const auto plan = make_plan(synthetic_graph(kind, steps), {.ring = 32}).value();
    Costs costs;
    for (const PlanNode& n : plan->nodes) costs.nodes.push_back(n.kind == IrNode::Kind::unit ? node_seconds : 1e-7);
    const ShapedGraph one = shape_anyway(*plan, costs, {.threads = 1}),
                      two = shape_anyway(*plan, costs, {.threads = 2});
    ParallelExecutor alone(1), pair(2);
    std::vector<std::function<double()>> ways{[&] { return serially(plan, quanta); },
                                              [&] { return in_parallel(alone, plan, one.graph, 1, quanta); },
                                              [&] { return in_parallel(pair, plan, two.graph, 2, quanta); }};
#ifdef PHONON_WITH_TBB
    ways.emplace_back([&] {
        Session session(plan);
        const Score score(0, 0, plan->ring);
        TbbExecutor executor(session, score, quanta, plan->ring, 2, no_ends);
        return timed([&] { executor.run(); });
    });
#endif
    const auto r = in_turns(ways);
    const double scale = 1e6 / quanta;
    fmt::print("{}, {} quanta of equal nodes of 20 us\n", name, quanta);
    show("plain walk", r[0], scale, "us a quantum");
    show("parallel executor, one thread", r[1], scale, "us a quantum");
    show("parallel executor, two threads", r[2], scale, "us a quantum");
    if (r.size() > 3) show("oneTBB flow graph, two threads", r[3], scale, "us a quantum");
    fmt::print("  one thread: {:+.1f} %; two threads: {:.2f} x{}\n\n", 100 * (r[1].median / r[0].median - 1),
               r[0].median / r[2].median,
               r.size() > 3 ? fmt::format("; oneTBB: {:.2f} x", r[0].median / r[3].median) : "");
}

}  // namespace

int main() {
    cost_of_a_task();
    const float steps = synthetic_steps(node_seconds);
    ways_through(Synthetic::chain16, "chain16", steps);
    ways_through(Synthetic::bus16, "bus16", steps);
    ways_through(Synthetic::tree, "tree", steps);
    ways_through(Synthetic::feedback, "feedback", steps);
    return 0;
}
