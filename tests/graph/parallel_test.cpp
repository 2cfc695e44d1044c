// The serial walk is the arbiter: whatever the threads, the depth of the ring, the cut into tasks and the timing, the
// parallel executor gives its bits.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstring>

#include "base/hash.hpp"
#include "graph/parallel.hpp"
#include "graph/session.hpp"
#include "random_graph.hpp"

using namespace phonon;
using namespace phonon::graph;

namespace {

constexpr std::int64_t quanta = 24;

std::shared_ptr<const Plan> plan_of(const Ir& ir, int ring) {
    auto plan = make_plan(ir, {.rate = 48000, .ring = ring});
    REQUIRE(plan.has_value());
    return *plan;
}

// Hash of the master over `quanta` quanta from wherever the session is.
struct Listener {
    Session& session;
    base::Hasher hasher;

    void take(std::int64_t k) {
        const Plan& plan = session.plan();
        hasher.add({session.output(plan.nodes[static_cast<std::size_t>(plan.master)], k), 2 * dsp::quantum_frames});
    }
};

std::uint64_t serial_hash(const Ir& ir) {
    Session session(plan_of(ir, 2));
    const Score score(static_cast<int>(session.plan().scores.size()), static_cast<int>(session.plan().events.size()),
                      2);
    const Scratch scratch(session.plan());
    Listener listener{session, {}};
    std::vector<double> costs(session.plan().nodes.size());
    run_serial_timed(session, score, 0, quanta, {[](std::int64_t) {}, [&](std::int64_t k) { listener.take(k); }},
                     scratch, costs);
    return listener.hasher.value();
}

std::uint64_t parallel_hash(const Ir& ir, int threads, int ring, double grain, Disturbance disturbance,
                            std::int64_t split = quanta) {
    Session session(plan_of(ir, ring));
    const Plan& plan = session.plan();
    const Score score(0, 0, plan.ring);
    const std::vector<double> costs(plan.nodes.size(), 1e-6);
    const TaskGraph tasks = make_task_graph(plan, costs, grain);
    ParallelExecutor executor(threads);
    Listener listener{session, {}};
    const RunEnds ends{[](std::int64_t) {}, [&](std::int64_t k) { listener.take(k); }};
    executor.run(tasks, session, score, 0, split, ends, {}, disturbance);
    executor.run(tasks, session, score, split, quanta, ends, {}, disturbance);
    return listener.hasher.value();
}

}  // namespace

namespace rc {
template <>
struct Arbitrary<NodeRecipe> {
    static Gen<NodeRecipe> arbitrary() {
        return gen::build<NodeRecipe>(gen::set(&NodeRecipe::unit), gen::set(&NodeRecipe::first),
                                      gen::set(&NodeRecipe::second), gen::set(&NodeRecipe::back));
    }
};
}  // namespace rc

TEST_CASE("any graph gives the serial walk's bits on any number of threads") {
    CHECK(rc::check([](const std::vector<NodeRecipe>& recipes, std::uint64_t seed) {
        const Ir ir = graph_from(recipes);
        const std::uint64_t expected = serial_hash(ir);
        const int threads[] = {1, 2, 3, 4, 8, 16};
        const int rings[] = {2, 3, 8, 32};
        const double grains[] = {0, 3e-6, 1e-3};
        const int t = threads[seed % 6], r = rings[(seed >> 8) % 4];
        const double g = grains[(seed >> 16) % 3];
        RC_ASSERT(parallel_hash(ir, t, r, g, {seed, static_cast<int>(seed >> 20) % 4},
                                1 + static_cast<std::int64_t>((seed >> 24) % (quanta - 1))) == expected);
    }));
}

TEST_CASE("a chain of 100,000 nodes becomes a plan and runs on two threads") {
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
    Session session(plan_of(ir, 2));
    const Score score(0, 0, 2);
    const TaskGraph tasks = make_task_graph(session.plan(), std::vector<double>(100'000, 1e-7), 1e-5);
    ParallelExecutor executor(2);
    float last = 0;
    executor.run(
        tasks, session, score, 0, 4,
        {[](std::int64_t) {}, [&](std::int64_t k) { last = session.output(session.plan().nodes.back(), k)[100]; }});
    CHECK(last != 0.0f);
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
    CHECK(parallel_hash(ir, 4, 4, 0, {1, 50}) == serial_hash(ir));
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
