// A second executor, on oneTBB's flow graph: for tests, which hold the two to the same bits, and as the baseline of
// bench/executor.cpp. It shares nothing with ours but the plan: every (node, quantum) is a node of the flow graph, and
// the three kinds of dependency (parallel.hpp) are its edges, written down from the plan's inputs.
#pragma once

#include <tbb/enumerable_thread_specific.h>
#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <deque>
#include <optional>

#include "graph/denormals.hpp"
#include "graph/parallel.hpp"

namespace phonon::graph {

class TbbExecutor {
public:
    // A run of quanta [0, quanta) of a session that has not begun, with outputs kept for `depth` quanta.
    TbbExecutor(Session& session, const Score& score, std::int64_t quanta, int depth, int threads, const RunEnds& ends)
        : session_(session),
          score_(score),
          ends_(ends),
          allowed_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)),
          arena_(threads) {
        arena_.execute([&] { build(quanta, depth); });
    }

    void run() {
        arena_.execute([&] {
            for (Node* n : first_) n->try_put({});
            graph_->wait_for_all();
        });
    }

private:
    using Node = tbb::flow::continue_node<tbb::flow::continue_msg>;

    void build(std::int64_t quanta, int depth) {
        const Plan& plan = session_.plan();
        const std::size_t nodes = plan.nodes.size();
        graph_.emplace();
        const auto at = [&](std::size_t n, std::int64_t k) -> Node& {
            return all_[static_cast<std::size_t>(k) * (nodes + 1) + n];
        };
        const auto add = [&](auto body) {
            all_.emplace_back(*graph_, [body](const tbb::flow::continue_msg&) {
                flush_denormals();
                body();
            });
        };
        for (std::int64_t k = 0; k < quanta; ++k) {
            for (std::size_t n = 0; n < nodes; ++n)
                add([this, n, k] { run_node(session_, score_, n, k, scratch_.local()); });
            add([this, k] { ends_.sink(k); });
        }
        for (std::int64_t k = 0; k < quanta; ++k) {
            const auto edge = [&](std::size_t from, std::int64_t when, std::size_t to, std::int64_t then) {
                if (when >= 0 && then < quanta) tbb::flow::make_edge(at(from, when), at(to, then));
            };
            for (std::size_t n = 0; n <= nodes; ++n) edge(n, k - 1, n, k);
            for (std::size_t n = 0; n < nodes; ++n) {
                for (const PlanInput& in : plan.inputs_of(plan.nodes[n])) {
                    if (in.node < 0 || static_cast<std::size_t>(in.node) == n) continue;
                    edge(static_cast<std::size_t>(in.node), k - in.delay, n, k);
                    edge(n, k, static_cast<std::size_t>(in.node), k + depth - in.delay);
                }
                edge(n, k, nodes, k);
                edge(nodes, k, n, k + depth);
            }
        }
        // Whatever waits for nothing.
        for (std::size_t n = 0; n < nodes; ++n) {
            bool waits = false;
            for (const PlanInput& in : plan.inputs_of(plan.nodes[n])) waits = waits || (in.node >= 0 && in.delay == 0);
            if (!waits) first_.push_back(&at(n, 0));
        }
    }

    Session& session_;
    const Score& score_;
    RunEnds ends_;
    tbb::global_control allowed_;
    tbb::task_arena arena_;
    tbb::enumerable_thread_specific<Scratch> scratch_{[this] { return Scratch(session_.plan()); }};
    std::optional<tbb::flow::graph> graph_;
    std::deque<Node> all_;  // by quantum and node, the sink last
    std::vector<Node*> first_;
};

}  // namespace phonon::graph
