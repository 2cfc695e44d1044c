// A workload measured and predicted: what its nodes cost, what bounds its time, how it does on 1, 2 ... threads, and
// what the simulated executor says of more.
#pragma once

#include "engine/workload.hpp"
#include "graph/bounds.hpp"
#include "graph/simulation.hpp"

namespace phonon::engine {

struct BenchmarkOptions {
    int threads = 2;  // measured up to
    int rounds = 7;   // each has every number of threads in it, so that a noisy moment meets all of them
    int block = 0;    // quanta asked for at once; 0: offline
    int most_simulated = 64;
    bool timeline = false;
};

// Of the rounds: half of them lie between low and high.
struct Spread {
    double low = 0, median = 0, high = 0;
};
Spread spread_of(std::vector<double> values);
double percentile(std::vector<double> values, double part);  // the value that so large a part does not exceed

struct MeasuredThreads {
    int threads = 1, used = 1;
    Spread seconds;                                          // a quantum
    Spread speedup;                                          // over one thread in the same round
    double block_median = 0, block_p99 = 0, block_most = 0;  // seconds; offline only with one thread
};

struct SimulatedThreads {
    int threads = 1, used = 1;
    double seconds = 0;  // a quantum
    double bound = 0;    // max(W / P, lambda), for a block: max(W / P, its longest path)
};

struct Benchmark {
    std::int64_t quanta = 0;
    graph::Costs costs;     // seconds a quantum, without the clock's own time
    std::vector<int> ways;  // into how many parts nodes can be split
    graph::Bounds bounds;   // work: of the fastest serial plan, as measured
    std::vector<MeasuredThreads> measured;
    std::vector<SimulatedThreads> simulated;
    std::string hash;
    bool same_bits = true;     // at every number of threads, in every round
    graph::Timeline timeline;  // of the most threads that were of use
};

Benchmark benchmark(Workload& workload, const BenchmarkOptions& options);

// What `threads` threads would take, by the executor's own shaping and policy; seconds a quantum.
SimulatedThreads simulate_threads(const graph::Plan& plan, const graph::Costs& costs, const std::vector<int>& ways,
                                  const graph::Bounds& bounds, int threads, int block);

}  // namespace phonon::engine
