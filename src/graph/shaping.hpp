// How a plan is cut for the threads at hand, from what its nodes cost: which banks are split, what is fused, how many
// quanta make a turn, and how many threads are worth waking. Changes order, never a sample.
#pragma once

#include <optional>

#include "graph/session.hpp"
#include "graph/task_graph.hpp"

namespace phonon::graph {

struct ShapingLimits {
    int threads = 1;                 // at most
    int quanta = 8;                  // a turn, at most
    int depth = 8;                   // turns, at most; twice as many for many threads
    int listeners = 0;               // behind the sink
    std::vector<int> sounding = {};  // batches of voices that sound, by node; empty: not known
};

struct ShapedGraph {
    TaskGraph graph;
    int threads = 1;
    int ring = 1;          // for Session::use_ring
    double predicted = 0;  // seconds a quantum
};

// What is right for one thread costs less than this much more than the best for several: hand-over is not free.
inline constexpr double task_overhead = 0.2e-6;  // seconds a task's turn, as `phonon bench` measures it

// For ShapingLimits::sounding. Nothing runs meanwhile.
std::vector<int> sounding_batches(const Session& session);

// Nothing where one thread is as fast.
std::optional<ShapedGraph> shape_for(const Plan& plan, const Costs& costs, const ShapingLimits& limits);

// The same without the question whether it is worth it.
ShapedGraph shape_anyway(const Plan& plan, const Costs& costs, const ShapingLimits& limits);

}  // namespace phonon::graph
