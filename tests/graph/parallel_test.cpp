// The serial walk is the arbiter: whatever the threads, the depth of the ring, the cut into tasks and the timing, the
// parallel executor gives its bits.
#include <doctest/doctest.h>
#include <pthread.h>
#include <rapidcheck.h>

#include <set>

#include "graph/parallel.hpp"
#include "graph/run_node.hpp"
#include "graph/step_order.hpp"
#include "random_recipes.hpp"
#include "runs.hpp"

using namespace phonon;
using namespace phonon::graph;

namespace {

constexpr std::int64_t quanta = 24;
// Sanitizers make frames larger and keep their own data on the stack.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t small_stack = 1024 * 1024;
#else
constexpr std::size_t small_stack = 128 * 1024;
#endif

// A chain of 100,000 nodes becomes a plan and runs on two threads.
bool long_chain_sounds() {
    Ir ir;
    ir.bus_names = {"chain"};
    IrNode source;
    source.kind = IrNode::Kind::unit;
    source.unit = dsp::find_unit("saw");
    source.inputs = {from_value(220)};
    ir.nodes.push_back(source);
    for (int n = 1; n < 100'000; ++n) {
        IrNode sum;
        sum.kind = IrNode::Kind::sum;
        sum.inputs = {from_node(n - 1)};
        ir.nodes.push_back(sum);
    }
    ir.nodes.back().channels = 2;
    ir.master = 99'999;
    const auto plan = make_plan(ir, {.ring = 2}).value();
    Session session(plan);
    const Score score(0, 0, 2);
    Costs costs;
    costs.nodes.assign(100'000, 1e-7);
    Execution execution(plan, make_task_graph(*plan, costs, {.grain = 1e-5}), 2);
    ParallelExecutor executor(2);
    float last = 0;
    executor.run(
        execution, session, score, 0, 4,
        {[](std::int64_t) {}, [&](std::int64_t k) { last = session.output(session.plan().nodes.back(), k)[100]; }});
    return last != 0.0f;
}

}  // namespace

TEST_CASE("any graph gives the serial walk's bits on any number of threads") {
    CHECK(rc::check([](const std::vector<NodeRecipe>& recipes, std::uint64_t seed) {
        const Ir ir = graph_from(recipes);
        const std::uint64_t expected = serial_hash(ir, quanta);
        Way way;
        std::uint64_t dice = seed;
        const auto one_of = [&](std::initializer_list<double> all) {
            const double chosen = *(all.begin() + dice % all.size());
            dice /= all.size();
            return chosen;
        };
        way.threads = static_cast<int>(one_of({1, 2, 3, 4, 8, 16, 32}));
        way.ring = static_cast<int>(one_of({2, 3, 8, 32}));
        way.shape.grain = one_of({0, 3e-6, 1e-3});
        way.shape.quanta = static_cast<int>(one_of({1, 2, 4, 8}));
        way.shape.depth = static_cast<int>(one_of({0, 1, 4}));
        way.shape.whole_loops = one_of({0, 1}) != 0;
        way.disturbance = pauses(seed, static_cast<unsigned>(one_of({0, 1, 3})));
        way.split = 1 + static_cast<std::int64_t>(dice % (quanta - 1));
        RC_ASSERT(parallel_hash(ir, way, quanta) == expected);
    }));
}

TEST_CASE("steps stand in an order that the plan could have, and loops in one piece") {
    CHECK(rc::check([](const std::vector<NodeRecipe>& recipes) {
        const auto plan = plan_of(graph_from(recipes), 8);
        const StepOrder order = step_order(*plan);
        RC_ASSERT(order.nodes.size() == plan->nodes.size());
        std::vector<std::size_t> place(plan->nodes.size(), order.nodes.size());
        for (std::size_t i = 0; i < order.nodes.size(); ++i) place[static_cast<std::size_t>(order.nodes[i])] = i;
        const auto loop_at = [&](std::size_t i) { return order.loop[static_cast<std::size_t>(order.nodes[i])]; };
        std::set<int> left;
        for (std::size_t i = 0; i < order.nodes.size(); ++i) {
            const std::int32_t node = order.nodes[i];
            for (const PlanInput& in : plan->inputs_of(plan->nodes[static_cast<std::size_t>(node)])) {
                if (in.node < 0) continue;
                // Only a loop's own edges may lead back, late.
                const bool forwards = place[static_cast<std::size_t>(in.node)] < i;
                const bool same_loop = loop_at(i) >= 0 && order.loop[static_cast<std::size_t>(in.node)] == loop_at(i);
                RC_ASSERT(forwards || (in.delay > 0 && same_loop));
            }
            if (i > 0 && loop_at(i - 1) >= 0 && loop_at(i - 1) != loop_at(i)) left.insert(loop_at(i - 1));
            RC_ASSERT(left.count(loop_at(i)) == 0);
        }
    }));
}

TEST_CASE("fan-out to a thousand consumers and back") {
    Ir ir;
    ir.bus_names = {"fan"};
    IrNode source;
    source.kind = IrNode::Kind::unit;
    source.unit = dsp::find_unit("saw");
    source.inputs = {from_value(220)};
    ir.nodes.push_back(source);
    IrNode all;
    all.kind = IrNode::Kind::sum;
    all.channels = 2;
    for (int n = 0; n < 1000; ++n) {
        IrNode filter;
        filter.kind = IrNode::Kind::unit;
        filter.unit = dsp::find_unit("lpf");
        filter.inputs = {from_node(0), from_value(static_cast<float>(100 + n)), from_value(1)};
        ir.nodes.push_back(filter);
        all.inputs.push_back(from_node(n + 1));
    }
    ir.master = 1001;
    ir.nodes.push_back(all);
    CHECK(parallel_hash(ir, {.threads = 4, .ring = 4, .disturbance = pauses(1, 50)}, quanta) ==
          serial_hash(ir, quanta));
}

TEST_CASE("a clone goes on as its original does, and is independent of it") {
    const Ir ir = graph_from(std::vector<NodeRecipe>(20, {2, 7, 3, true}));
    Session a(plan_of(ir, 2));
    const Score score(0, 0, 2);
    const Scratch scratch(a.plan());
    for (std::int64_t k = 0; k < 5; ++k) run_serial(a, score, k, scratch);
    Session b = a.clone();
    const auto hash_on = [&](Session& s) {
        Listener listener{s, {}};
        for (std::int64_t k = 5; k < 12; ++k) {
            run_serial(s, score, k, scratch);
            listener.take(k);
        }
        return listener.hasher.value();
    };
    const std::uint64_t of_b = hash_on(b);
    CHECK(of_b == hash_on(a));
}

// By turns, so that what either leaves in memory of the other would be read: state, and the ring's slots behind edges
// with a delay.
TEST_CASE("a clone that goes another way and its original go on as if each were alone") {
    std::vector<NodeRecipe> recipes;
    for (std::uint8_t n = 0; n < 20; ++n)
        recipes.push_back({static_cast<std::uint8_t>(n % 6), static_cast<std::uint16_t>(n + 7), n, n % 2 == 0});
    const Ir ir = graph_from(recipes);
    constexpr std::int64_t cloned = 5, end = 40, slice = 3;
    REQUIRE(plan_of(ir, 8)->largest_delay > 0);
    const auto run = [&](Session& s, Listener& listener, int threads, std::int64_t begin) {
        const Score score(0, 0, s.plan().ring);
        Execution execution(plan_of(ir, 8), make_task_graph(s.plan(), {}, {}), threads);
        ParallelExecutor executor(threads);
        executor.run(execution, s, score, begin, std::min(end, begin + slice),
                     {[](std::int64_t) {}, [&](std::int64_t k) { listener.take(k); }});
    };
    const auto begun = [&] {
        Session s(plan_of(ir, 8));
        const Score score(0, 0, 8);
        const Scratch scratch(s.plan());
        for (std::int64_t k = 0; k < cloned; ++k) run_serial(s, score, k, scratch);
        return s;
    };
    // Its oscillators and filters begin anew.
    const auto diverge = [](Session& s) {
        for (const PlanNode& n : s.plan().nodes)
            if (n.kind == IrNode::Kind::unit) init_unit(s, n);
    };
    Session original = begun(), clone = original.clone(), alone = begun(), diverged = begun();
    diverge(clone);
    diverge(diverged);
    Listener of_original{original, {}}, of_clone{clone, {}}, of_alone{alone, {}}, of_diverged{diverged, {}};
    for (std::int64_t k = cloned; k < end; k += slice) {
        run(clone, of_clone, 3, k);
        run(original, of_original, 3, k);
        run(alone, of_alone, 1, k);
        run(diverged, of_diverged, 1, k);
    }
    CHECK(of_original.hasher.value() == of_alone.hasher.value());
    CHECK(of_clone.hasher.value() == of_diverged.hasher.value());
    CHECK(of_clone.hasher.value() != of_original.hasher.value());
}

TEST_CASE("edges that are written many times over count once") {
    Ir ir = graph_from(std::vector<NodeRecipe>(12, {3, 5, 2, false}));
    IrNode& master = ir.nodes.back();
    const std::vector<IrInput> inputs = master.inputs;
    for (int copy = 0; copy < 50; ++copy) master.inputs.insert(master.inputs.end(), inputs.begin(), inputs.end());
    CHECK(parallel_hash(ir, {.threads = 3, .ring = 4, .disturbance = pauses(3, 5)}, quanta) == serial_hash(ir, quanta));
}

TEST_CASE("nodes that take no time, on more threads than there are cores") {
    Ir ir;
    ir.bus_names = {"nothing"};
    IrNode all;
    all.kind = IrNode::Kind::sum;
    all.channels = 2;
    for (int n = 0; n < 200; ++n) {
        ir.nodes.emplace_back();
        all.inputs.push_back(from_node(n));
    }
    ir.master = 200;
    ir.nodes.push_back(all);
    for (const int threads : {2, 16, 32})
        CHECK(parallel_hash(ir, {.threads = threads, .ring = 8}, 200) == serial_hash(ir, 200));
}

// Where a program is compiled from a thread with a small stack, as libraries make them.
TEST_CASE("a chain of 100,000 nodes becomes a plan and runs on stacks of 128 KiB") {
    const auto on_small_stack = [](auto body) {
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        REQUIRE(pthread_attr_setstacksize(&attributes, small_stack) == 0);
        pthread_t thread;
        const auto call = [](void* b) -> void* {
            (*static_cast<decltype(body)*>(b))();
            return nullptr;
        };
        REQUIRE(pthread_create(&thread, &attributes, call, &body) == 0);
        pthread_join(thread, nullptr);
        pthread_attr_destroy(&attributes);
    };
    bool sounded = false;
    // Threads that the executor makes have the size that the process gives them by default.
    pthread_attr_t before, small;
    REQUIRE(pthread_getattr_default_np(&before) == 0);
    REQUIRE(pthread_getattr_default_np(&small) == 0);
    pthread_attr_setstacksize(&small, small_stack);
    REQUIRE(pthread_setattr_default_np(&small) == 0);
    on_small_stack([&] { sounded = long_chain_sounds(); });
    pthread_setattr_default_np(&before);
    CHECK(sounded);
}
