// Runs a session on several threads, with the samples of the serial walk.
//
// One rule: task (t, k), the nodes of task t in quantum k, may run when
//   * its inputs (p, k - d) are done,
//   * its own quantum before, (t, k - 1), is done,
//   * its slot in the ring is free: every consumer (c, k - D + d) has read what stands there (D: depth of the ring).
// So tasks side by side run side by side, and a chain runs as a pipeline over quanta. Each node sees the same inputs
// and the same state in the same order as in the serial walk, and nothing else is shared: that is why the bits are the
// same.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "graph/session.hpp"
#include "graph/task_graph.hpp"

namespace phonon::graph {

// What stands at the two ends of a run. Both are called for each quantum in order, never twice at a time, from any of
// the threads.
struct RunEnds {
    std::function<void(std::int64_t quantum)> direct;  // write the score
    std::function<void(std::int64_t quantum)> sink;    // take the outputs
};

// For tests: makes the timing wild, to look for orders that must not matter.
struct Disturbance {
    std::uint64_t seed = 0;
    int pause_every = 0;  // a busy pause before about one in so many tasks; 0: none
};

class ParallelExecutor {
public:
    // The calling thread is one of the `threads`.
    explicit ParallelExecutor(int threads);
    ~ParallelExecutor();
    ParallelExecutor(const ParallelExecutor&) = delete;
    ParallelExecutor& operator=(const ParallelExecutor&) = delete;

    int threads() const noexcept;

    // Runs quanta [begin, end) of the session; returns when all are done. `score` must be as deep as the session's
    // ring. `costs`, if not empty, is given the seconds that each task took (added up).
    void run(const TaskGraph& graph, Session& session, const Score& score, std::int64_t begin, std::int64_t end,
             const RunEnds& ends, std::span<double> costs = {}, Disturbance disturbance = {});

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The serial walk with the same ends, timing each node: `costs`, one number a node, is added to.
void run_serial_timed(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends,
                      const Scratch& scratch, std::span<double> costs);

}  // namespace phonon::graph
