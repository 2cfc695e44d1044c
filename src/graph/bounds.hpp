// What a graph's costs say about its time on any number of threads, before anything runs on them.
//
// With work W (all of it), span S (the dearest path through one quantum) and lambda (the largest cost per delay over
// the cycles; a node's own state is a cycle of delay one), a quantum takes at least max(W / P, lambda) on P threads
// when quanta overlap, and at least max(W / P, S) when each stands alone (Brent 1974; Reiter, "Scheduling parallel
// computations", 1968).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "graph/task_graph.hpp"

namespace phonon::graph {

// Work with what it waits for. Edges of delay 0 make no cycle.
struct CostGraph {
    struct Edge {
        std::int32_t from, to;
        std::int32_t delay;  // in quanta
    };
    std::vector<double> work;  // seconds a quantum
    std::vector<double> time;  // seconds a quantum at best, where what it does is split; else the same
    std::vector<Edge> edges;
};

struct Bounds {
    double work = 0, span = 0, lambda = 0;  // seconds a quantum
    std::vector<std::int32_t> cycle;        // what sets lambda: one node, or the nodes of a loop in its order
    std::int32_t cycle_delay = 1;           // in quanta

    double on(int threads) const noexcept;  // max(W / P, lambda)
};

Bounds bounds_of(const CostGraph& graph);
// The dearest path through the first `quanta` quanta, seconds: a block of them that begins at rest takes no less.
double longest_path(const CostGraph& graph, int quanta);

// A plan's nodes in their order, then the director, the sink, and listeners. `ways`: into how many parts the voices of
// a node can be split, by node; empty: none is.
CostGraph cost_graph(const Plan& plan, const Costs& costs, std::span<const int> ways = {});
// What a place in that graph is, for people: "~bass: reverb".
std::string cost_name(const Plan& plan, std::int32_t place);

}  // namespace phonon::graph
