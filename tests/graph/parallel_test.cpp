// The serial walk is the arbiter: whatever the threads, the depth of the ring, the cut into tasks and the timing, the
// parallel executor gives its bits.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <atomic>
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

Score score_for(const Plan& plan) {
    return Score(static_cast<int>(plan.scores.size()), static_cast<int>(plan.events.size()), plan.ring);
}

std::uint64_t serial_hash(const Ir& ir) {
    Session session(plan_of(ir, 2));
    const Score score = score_for(session.plan());
    const Scratch scratch(session.plan());
    Listener listener{session, {}};
    run_serial(session, score, 0, quanta, {[](std::int64_t) {}, [&](std::int64_t k) { listener.take(k); }}, scratch);
    return listener.hasher.value();
}

struct Way {
    int threads = 2;
    int ring = 8;       // of the plan
    int used_ring = 0;  // of the session; 0: the plan's
    Shape shape;
    Disturbance disturbance;
    std::int64_t split = quanta;  // two runs, cut here
};

std::uint64_t parallel_hash(const Ir& ir, const Way& way) {
    const auto plan = plan_of(ir, way.ring);
    Session session(plan);
    const Score score = score_for(*plan);
    Costs costs;
    costs.nodes.assign(plan->nodes.size(), 1e-6);
    Execution execution(plan, make_task_graph(*plan, costs, way.shape), way.threads);
    ParallelExecutor executor(way.threads);
    Listener listener{session, {}};
    const RunEnds ends{[](std::int64_t) {}, [&](std::int64_t k) { listener.take(k); }};
    Watch watch;
    watch.disturbance = &way.disturbance;
    executor.run(execution, session, score, 0, way.split, ends, watch);
    executor.run(execution, session, score, way.split, quanta, ends, watch);
    return listener.hasher.value();
}

// A busy pause before one task or theft in about `every`.
Disturbance pauses(std::uint64_t seed, unsigned every) {
    auto count = std::make_shared<std::atomic<std::uint64_t>>(seed);
    return {seed, [count, every](int) {
                std::uint64_t dice = (count->fetch_add(1) + 1) * 0x9e3779b97f4a7c15u;
                dice ^= dice >> 31;
                if (every != 0 && dice % every == 0)
                    for (std::uint64_t i = 0; i < (dice >> 58); ++i) pause_briefly();
            }};
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
        Way way;
        std::uint64_t dice = seed;
        const auto one_of = [&](std::initializer_list<double> all) {
            const double chosen = *(all.begin() + dice % all.size());
            dice /= all.size();
            return chosen;
        };
        way.threads = static_cast<int>(one_of({1, 2, 3, 4, 8, 16}));
        way.ring = static_cast<int>(one_of({2, 3, 8, 32}));
        way.shape.grain = one_of({0, 3e-6, 1e-3});
        way.shape.quanta = static_cast<int>(one_of({1, 2, 4, 8}));
        way.shape.depth = static_cast<int>(one_of({0, 1, 4}));
        way.disturbance = pauses(seed, static_cast<unsigned>(one_of({0, 1, 3})));
        way.split = 1 + static_cast<std::int64_t>(dice % (quanta - 1));
        RC_ASSERT(parallel_hash(ir, way) == expected);
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
    const auto plan = plan_of(ir, 2);
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
    CHECK(parallel_hash(ir, {.threads = 4, .ring = 4, .disturbance = pauses(1, 50)}) == serial_hash(ir));
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
