// Runs of a graph, serial and parallel in every way, as the hash of what they give.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <memory>

#include "base/hash.hpp"
#include "graph/parallel.hpp"
#include "graph/session.hpp"

namespace phonon::graph {

inline std::shared_ptr<const Plan> plan_of(const Ir& ir, int ring) {
    auto plan = make_plan(ir, {.rate = 48000, .ring = ring});
    REQUIRE(plan.has_value());
    return *plan;
}

// Hash of the master over quanta from wherever the session is.
struct Listener {
    Session& session;
    base::Hasher hasher;

    void take(std::int64_t k) {
        const Plan& plan = session.plan();
        hasher.add({session.output(plan.nodes[static_cast<std::size_t>(plan.master)], k), 2 * dsp::quantum_frames});
    }
};

inline Score score_for(const Plan& plan) {
    return Score(static_cast<int>(plan.scores.size()), static_cast<int>(plan.events.size()), plan.ring);
}

inline std::uint64_t serial_hash(const Ir& ir, std::int64_t quanta) {
    Session session(plan_of(ir, 2));
    const Score score = score_for(session.plan());
    const Scratch scratch(session.plan());
    Listener listener{session, {}};
    run_serial(session, score, 0, quanta, {[](std::int64_t) {}, [&](std::int64_t k) { listener.take(k); }}, scratch);
    return listener.hasher.value();
}

struct Way {
    int threads = 2;
    int ring = 8;  // of the plan
    Shape shape = {};
    Disturbance disturbance = {};
    std::int64_t split = 1;  // two runs, cut here
};

inline std::uint64_t parallel_hash(const Ir& ir, const Way& way, std::int64_t quanta) {
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
inline Disturbance pauses(std::uint64_t seed, unsigned every) {
    auto count = std::make_shared<std::atomic<std::uint64_t>>(seed);
    return {seed, [count, every](int) {
                std::uint64_t dice = (count->fetch_add(1) + 1) * 0x9e3779b97f4a7c15u;
                dice ^= dice >> 31;
                if (every != 0 && dice % every == 0)
                    for (std::uint64_t i = 0; i < (dice >> 58); ++i) pause_briefly();
            }};
}

}  // namespace phonon::graph
