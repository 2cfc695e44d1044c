// The executor with pretended time: what a task graph takes on any number of threads, from what its tasks cost, by the
// executor's own policy (parallel.cpp): send a released task home, of the others keep one and offer the rest, thieves
// take the oldest; half of the threads may search, for spin_time, the others sleep until one is woken.
//
// What it leaves out: caches and memory that threads share, costs that change from quantum to quantum, and other
// programs. So it is checked against measured time where there are threads for it (`phonon bench`).
#pragma once

#include <cstdint>
#include <vector>

#include "graph/task_graph.hpp"

namespace phonon::graph {

// Seconds that the policy's steps take; defaults as measured (docs/performance.md).
struct SimulatedMachine {
    double task = 0.15e-6;    // telling who waited, and keeping or fetching the next task
    double theft = 0.5e-6;    // from an offer until a thread that searches has it
    double waking = 20e-6;    // from a bell until a thread that slept looks around
    double spinning = 50e-6;  // before a thread that finds nothing sleeps
};

struct SimulatedSpan {
    int thread;
    std::int32_t task;
    std::int64_t turn;
    double begin, end;  // seconds from the run's begin
};

struct Simulation {
    double seconds = 0;  // until all turns are done
    double busy = 0;     // of all threads together, in tasks
    std::vector<SimulatedSpan> spans;
};

// A run of `quanta` quanta whose helpers sleep when it begins.
Simulation simulate(const TaskGraph& graph, int threads, std::int64_t quanta, const SimulatedMachine& machine = {},
                    bool keep_spans = false);

}  // namespace phonon::graph
