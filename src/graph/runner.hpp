// Runs a session the fastest way known for the threads it may use: measures, shapes, runs, measures again. A program
// for which one thread is as fast is run by one.
//
// For work without deadlines (offline, or ahead): it allocates when it shapes anew.
#pragma once

#include <memory>
#include <optional>

#include "graph/parallel.hpp"
#include "graph/shaping.hpp"

namespace phonon::graph {

struct RunnerOptions {
    int threads = 1;         // at most
    int turn = 8;            // quanta that a task runs in one go, at most; 1 where few quanta are asked for at once
    Costs* costs = nullptr;  // a serial walk is timed, and what each node took is added here
    bool timeline = false;   // keep what ran when
};

// How such a runner shapes the plan: for whoever predicts what it does.
ShapingLimits limits_for(const Plan& plan, const RunnerOptions& options, int listeners, std::vector<int> sounding);

// What each thread ran in the last run of several threads.
struct Timeline {
    TaskGraph graph;
    std::vector<std::vector<Trace::Span>> threads;
};

class Runner {
public:
    // Quanta that tasks may be apart where there are several threads: what the plan's ring should have. A small graph
    // gets a deep one: what one part of it costs more for some notes, others have made ahead.
    static constexpr int ring = 32, deep_ring = 256;
    static int ring_for(std::size_t nodes) noexcept;

    Runner(std::shared_ptr<const Plan> plan, const RunnerOptions& options);
    ~Runner();

    // Runs quanta [begin, end) of a session of the plan; returns when all are done.
    void run(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends);

    // How many threads the last quanta were run on.
    int threads_used() const noexcept { return execution_ ? execution_->threads() : 1; }

    // Empty where RunnerOptions::timeline was not asked for, or one thread was enough.
    Timeline timeline() const;

private:
    void probe(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends);
    void shape(Session& session, const Costs& costs, int threads, std::int64_t next, const RunEnds& ends);
    void run_shaped(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends);

    std::shared_ptr<const Plan> plan_;
    RunnerOptions options_;
    Scratch scratch_;
    std::unique_ptr<Trace> trace_;     // to a file
    std::unique_ptr<Trace> timeline_;  // of the last run
    TaskGraph timeline_of_;
    std::unique_ptr<ParallelExecutor> executor_;  // made when first of use
    std::optional<Execution> execution_;          // none: one thread
    std::optional<TaskGraph> traced_;             // one task a node: names for the serial walk
    std::optional<std::int64_t> shape_next_;      // the quantum before which to measure anew
    std::int64_t shaped_for_ = 0;                 // quanta until then
    double serial_seconds_ = 0;                   // a quantum on one thread, as last measured
    std::optional<double> doubted_;               // what several threads took that may be of no use
};

}  // namespace phonon::graph
