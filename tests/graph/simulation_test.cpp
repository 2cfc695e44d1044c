// The simulated executor against closed forms, and against the real one where a machine has the cores for it.
#include <doctest/doctest.h>

#include <thread>

#include "graph/bounds.hpp"
#include "graph/parallel.hpp"
#include "graph/shaping.hpp"
#include "graph/simulation.hpp"
#include "graph/synthetic.hpp"

using namespace phonon::graph;

namespace {

// Nothing but the tasks takes time.
constexpr SimulatedMachine ideal{.task = 0, .theft = 0, .waking = 0, .spinning = 1e9};

struct Equal {
    std::shared_ptr<const Plan> plan;
    TaskGraph graph;
};

// Every node its own task of 20 us; what adds them up costs nothing.
Equal equal_tasks(Synthetic kind, int depth, double seconds = 20e-6, float steps = 10) {
    const auto plan = make_plan(synthetic_graph(kind, steps), {.ring = 32}).value();
    Costs costs;
    for (const PlanNode& n : plan->nodes) costs.nodes.push_back(n.kind == IrNode::Kind::unit ? seconds : 0.0);
    return {plan, make_task_graph(*plan, costs, {.grain = 1e-9, .quanta = 1, .depth = depth})};
}

// In nodes of 20 us.
double simulated(Synthetic kind, int threads, std::int64_t quanta, int depth = 32) {
    return simulate(equal_tasks(kind, depth).graph, threads, quanta, ideal).seconds / 20e-6;
}

}  // namespace

TEST_CASE("one thread does all the work and nothing else") {
    CHECK(simulated(Synthetic::chain16, 1, 10) == doctest::Approx(160));
    CHECK(simulated(Synthetic::bus16, 1, 10) == doctest::Approx(160));
    CHECK(simulated(Synthetic::tree, 1, 10) == doctest::Approx(310));
    CHECK(simulated(Synthetic::feedback, 1, 10) == doctest::Approx(160));
}

TEST_CASE("a chain becomes a pipeline: its filling, and then a quantum a step") {
    CHECK(simulated(Synthetic::chain16, 16, 8) == doctest::Approx(16 + 7));
    CHECK(simulated(Synthetic::chain16, 16, 500) == doctest::Approx(16 + 499));
    // With room for one turn a node waits until its reader is done: every second step gives a quantum.
    CHECK(simulated(Synthetic::chain16, 16, 500, 1) == doctest::Approx(16 + 2 * 499).epsilon(0.01));
}

TEST_CASE("buses run side by side") {
    CHECK(simulated(Synthetic::bus16, 16, 500) == doctest::Approx(500));
    CHECK(simulated(Synthetic::bus16, 8, 500) == doctest::Approx(1000).epsilon(0.05));
    CHECK(simulated(Synthetic::bus16, 2, 500) == doctest::Approx(4000).epsilon(0.02));
}

TEST_CASE("a node nearly as dear as all others together is not kept waiting") {
    const auto plan = make_plan(synthetic_graph(Synthetic::chain16, 10), {.ring = 32}).value();
    Costs costs;
    for (const PlanNode& n : plan->nodes) costs.nodes.push_back(n.kind == IrNode::Kind::unit ? 3e-6 : 0.0);
    costs.nodes[8] = 42e-6;
    ShapedGraph shaped = shape_anyway(*plan, costs, {.threads = 2});
    const double bound = std::max(costs.work() / 2, 42e-6);
    const auto time = [&] { return simulate(shaped.graph, 2, 2000, ideal).seconds / 2000; };
    CHECK(time() < 1.05 * bound);
    for (Task& t : shaped.graph.tasks) t.hurried = false;
    CHECK(time() > 1.1 * bound);
}

// Cut between tasks, a loop would hold all turns to one quantum, and every task that holds some of it to its rounds.
TEST_CASE("a loop of cheap nodes holds nothing else up") {
    const auto plan = make_plan(synthetic_graph(Synthetic::feedback, 10), {.ring = 256}).value();
    Costs costs;
    for (const PlanNode& n : plan->nodes) costs.nodes.push_back(n.kind == IrNode::Kind::unit ? 1e-6 : 0.0);
    for (const int threads : {2, 3}) {
        const auto shaped = shape_for(*plan, costs, {.threads = threads, .depth = 32});
        REQUIRE(shaped);
        CHECK(shaped->graph.quanta == 8);
        CHECK(simulate(shaped->graph, threads, 2000).seconds / 2000 <
              1.15 * bounds_of(cost_graph(*plan, costs)).on(threads));
    }
}

TEST_CASE("a loop of four nodes takes four nodes' time a quantum, on any number of threads") {
    for (const int threads : {4, 8, 16, 64})
        CHECK(simulated(Synthetic::feedback, threads, 500) == doctest::Approx(4 * 500).epsilon(0.05));
}

TEST_CASE("no simulated time is below the bounds or above one thread's") {
    for (const auto kind : {Synthetic::chain16, Synthetic::bus16, Synthetic::tree, Synthetic::feedback})
        for (const int threads : {1, 2, 3, 5, 16, 64})
            for (const int depth : {1, 2, 8, 32}) {
                const double work = kind == Synthetic::tree ? 31 : 16;
                const double lambda = kind == Synthetic::feedback ? 4 : 1;
                const double taken = simulated(kind, threads, 100, depth);
                CHECK(taken >= 100 * std::max(work / threads, lambda) - 1e-6);
                CHECK(taken <= 100 * work + 1e-6);
            }
}

TEST_CASE("what hand-over and waking cost is counted") {
    const Equal one = equal_tasks(Synthetic::chain16, 8);
    const double tasks = 10.0 * static_cast<double>(one.graph.tasks.size());
    const SimulatedMachine slow{.task = 1e-6, .theft = 0, .waking = 0, .spinning = 1};
    CHECK(simulate(one.graph, 1, 10, slow).seconds == doctest::Approx(160 * 20e-6 + tasks * 1e-6));
    const Equal buses = equal_tasks(Synthetic::bus16, 8);
    const SimulatedMachine sleepy{.task = 0, .theft = 0, .waking = 100e-6, .spinning = 1};
    CHECK(simulate(buses.graph, 16, 1, sleepy).seconds == doctest::Approx(100e-6 + 20e-6).epsilon(0.3));
}

// With hand-over, thefts and waking as they are on a real machine, shaped as the runner shapes.
TEST_CASE("sixteen cores by the executor's own shaping and policy") {
    const auto speedup = [](Synthetic kind, int block) {
        const auto plan = make_plan(synthetic_graph(kind, 10), {.ring = 32}).value();
        Costs costs;
        for (const PlanNode& n : plan->nodes) costs.nodes.push_back(n.kind == IrNode::Kind::unit ? 20e-6 : 0.5e-6);
        costs.sink = 0.3e-6;
        ShapingLimits limits{.threads = 16};
        if (block > 0) limits.quanta = 1;
        const auto shaped = shape_for(*plan, costs, limits);
        REQUIRE(shaped);
        const std::int64_t quanta = block > 0 ? block : 2000;
        return costs.work() * static_cast<double>(quanta) / simulate(shaped->graph, shaped->threads, quanta).seconds;
    };
    CHECK(speedup(Synthetic::chain16, 0) >= 14);
    CHECK(speedup(Synthetic::bus16, 0) >= 14);
    CHECK(speedup(Synthetic::chain16, 8) >= 3.5);
    CHECK(speedup(Synthetic::bus16, 8) >= 11);
    CHECK(speedup(Synthetic::feedback, 0) >= 3.9);  // the loop allows four
    MESSAGE("chain16 ", speedup(Synthetic::chain16, 0), ", bus16 ", speedup(Synthetic::bus16, 0), ", in blocks ",
            speedup(Synthetic::chain16, 8), " and ", speedup(Synthetic::bus16, 8));
}

// As a program has it: sixteen buses of dear and cheap nodes, whose ends are fused with the beginnings of others, and a
// director before them all.
TEST_CASE("sixteen uneven buses keep sixteen cores busy") {
    Ir ir;
    std::vector<double> cost;
    const auto node = [&](std::vector<IrInput> inputs, double seconds) {
        IrNode n;
        n.kind = inputs.empty() ? IrNode::Kind::silence : IrNode::Kind::sum;
        n.inputs = std::move(inputs);
        ir.nodes.push_back(std::move(n));
        cost.push_back(seconds);
        return from_node(static_cast<int>(ir.nodes.size()) - 1);
    };
    ir.bus_names = {"buses"};
    std::vector<IrInput> ends;
    for (int bus = 0; bus < 16; ++bus) {
        const IrInput lfo = node({node({}, 0.5e-6)}, 0.2e-6);
        IrInput end = node({node({}, bus % 2 == 0 ? 6e-6 : 3e-6), lfo}, 1.2e-6);
        for (const double seconds : {1.6e-6, bus < 3 ? 18e-6 : 12e-6, 1.7e-6, bus == 4 ? 14e-6 : 9e-6, 0.3e-6})
            end = node({end}, seconds);
        ends.push_back(end);
    }
    ir.master = node(ends, 1.2e-6).node;
    const auto plan = make_plan(ir, {.ring = 32}).value();
    Costs costs;
    for (const PlanNode& n : plan->nodes) costs.nodes.push_back(cost[static_cast<std::size_t>(n.origin)]);
    costs.direct = 26e-6;
    costs.sink = 5e-6;
    const Bounds bounds = bounds_of(cost_graph(*plan, costs));
    for (const int threads : {2, 4, 8, 12, 16}) {
        const auto shaped = shape_for(*plan, costs, {.threads = threads});
        REQUIRE(shaped);
        const double seconds = simulate(shaped->graph, shaped->threads, 2000).seconds / 2000;
        CAPTURE(threads);
        CHECK(seconds <= 1.1 * bounds.on(threads));
    }
}

// The real executor takes what the simulated one says: alone within a tenth, and on two cores that are free within a
// fifth. Other programs make it slower now and then, so the best of some tries counts.
TEST_SUITE("long") {
    TEST_CASE("measured time is simulated time") {
        constexpr std::int64_t quanta = 200;
        constexpr double node = 20e-6;
        const float steps = synthetic_steps(node);
        const auto measured = [&](const Equal& e, int threads) {
            double best = 1e9;
            ParallelExecutor executor(threads);
            for (int attempt = 0; attempt < 30; ++attempt) {
                Session session(e.plan);
                const Score score(0, 0, e.plan->ring);
                Execution execution(e.plan, e.graph, threads);
                const auto start = SteadyTime::now();
                executor.run(execution, session, score, 0, quanta, {[](std::int64_t) {}, [](std::int64_t) {}});
                best = std::min(best, seconds_between(start, SteadyTime::now()));
            }
            return best;
        };
        for (const auto kind : {Synthetic::chain16, Synthetic::bus16, Synthetic::feedback}) {
            const Equal e = equal_tasks(kind, 8, node, steps);
            CHECK(measured(e, 1) / simulate(e.graph, 1, quanta).seconds == doctest::Approx(1).epsilon(0.1));
            if (std::thread::hardware_concurrency() >= 2)
                CHECK(measured(e, 2) / simulate(e.graph, 2, quanta).seconds == doctest::Approx(1).epsilon(0.2));
        }
    }
}
