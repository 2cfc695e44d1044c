// Runs a session on several threads, with the samples of the serial walk.
//
// One rule: task (t, j), the steps of task t in turn j, may run when
//   * its inputs (p, j - d) are done,
//   * its own turn before, (t, j - 1), is done,
//   * its slot in the ring is free: every consumer (c, j - D + d) has read what stands there (D: depth of the ring).
// So tasks side by side run side by side, and a chain runs as a pipeline over turns. Each step sees the same inputs and
// the same state in the same order as in the serial walk, and nothing else is shared: that is why the bits are the
// same.
//
// A task goes home: who releases it leaves it to the thread that ran it last. Its state and its slots of the ring lie
// in that core's caches, and fetching them takes long where cores are far apart (docs/performance.md). Thieves come
// only after all else, so an idle thread takes over what a busy one leaves lying, and the shares even out by
// themselves.
//
// No deadlock: all three kinds of dependency point to an earlier turn, or to an earlier task of the same turn, so among
// the tasks that are not done the first in that order may always run.
//
// Why the memory orderings suffice
//   * What a task wrote (outputs, state, its `turn`) is read by another only after that one was told. Telling is a
//     fetch_sub with acq_rel on the countdown of (t, j): each teller releases what it wrote and, as a read-modify-write
//     in one release sequence, passes on what earlier tellers released; the one that brings it to zero acquires it all.
//     It then runs the task itself, or hands it over through a deque (work_deque.hpp) or an inbox (inbox.hpp), whose
//     push releases and whose steal or pop acquires.
//   * A slot of the ring is overwritten only after the readers of the old contents told (t, j): the same edge.
//   * A countdown slot is set up anew with a relaxed store: the next to touch it was told, directly or through others,
//     by the thread that stored (execution.hpp says why no one is earlier).
//   * No wake-up is needed for progress. An offered task lies in the deque of a thread that is awake and looks there
//     before it sleeps. A task sent home lies in the inbox of another thread, but the one that sent it is awake and
//     looks into all of them before it sleeps; where it finds the queue's oldest cell still being written, that writer
//     is awake and will look after it. So a bell missed costs speed for a moment, never a task. So whether someone
//     sleeps or searches is asked with relaxed loads. The one wake-up that matters, the end of the run, is a store to
//     `done` before a change of the word that sleepers wait on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "graph/execution.hpp"
#include "graph/trace.hpp"

namespace phonon::graph {

// What stands at the two ends of a run. Each is called for every quantum in order, never twice at a time, from any of
// the threads.
struct RunEnds {
    std::function<void(std::int64_t quantum)> direct;  // write the score
    std::function<void(std::int64_t quantum)> sink;    // take the outputs
    // What may follow the sink at its leisure, side by side: each has all until the run's end. Sees what `sink` left.
    std::vector<std::function<void(std::int64_t quantum)>> listeners = {};
};

// Seconds that steps and ends took, over the quanta that were timed.
struct Measured {
    explicit Measured(const TaskGraph& graph)
        : steps(graph.steps.size()), listeners(static_cast<std::size_t>(graph.listeners)) {}
    std::vector<double> steps;
    double direct = 0, sink = 0;
    std::vector<double> listeners;
    std::int64_t quanta = 0;
    int every = 1;  // turns: one in so many is timed

    Costs costs(const Plan& plan, const TaskGraph& graph) const;  // seconds a quantum
};

// For tests: makes the timing wild, to look for orders that must not matter.
struct Disturbance {
    std::uint64_t seed = 0;                      // other than 0: victims are chosen by dice
    std::function<void(int thread)> pause = {};  // called before every task and every theft
};

// What is looked at while a run goes on; null: not.
struct Watch {
    Measured* measured = nullptr;
    Trace* trace = nullptr;
    const Disturbance* disturbance = nullptr;
};

class ParallelExecutor {
public:
    // The calling thread is one of the `threads`.
    explicit ParallelExecutor(int threads);
    ~ParallelExecutor();
    ParallelExecutor(const ParallelExecutor&) = delete;
    ParallelExecutor& operator=(const ParallelExecutor&) = delete;

    int threads() const noexcept;

    // Runs quanta [begin, end) of the session on as many threads as `execution` has, at most; returns when all are
    // done. `score` must be as deep as the plan's ring. Real-time safe as far as `ends` are.
    void run(Execution& execution, Session& session, const Score& score, std::int64_t begin, std::int64_t end,
             const RunEnds& ends, const Watch& watch = {});

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The serial walk with the same ends, timing each node: what each took is added to `costs`, which is made to fit.
void run_serial_timed(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends,
                      const Scratch& scratch, Costs& costs);
// The same without looking at the clock.
void run_serial(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends,
                const Scratch& scratch);

}  // namespace phonon::graph
