// What each thread ran when, as a Chrome trace (chrome://tracing, Perfetto): the tool for the question "what was going
// on". Off unless PHONON_TRACE names a file.
//
// Threads record into memory of their own, laid out beforehand; a full one counts what it leaves out. Between runs the
// owner writes it to the file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "graph/task_graph.hpp"
#include "graph/waiting.hpp"

namespace phonon::graph {

class Trace {
public:
    // Null where PHONON_TRACE is not set, or names a file that cannot be written (said once on stderr).
    static std::unique_ptr<Trace> from_environment(int threads);
    // Takes over `file`, which may be null: then `write` only forgets.
    Trace(std::FILE* file, int threads);
    ~Trace();
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;

    struct Span {
        SteadyTime::time_point start, end;
        std::int64_t quantum;  // the first of `quanta`
        std::int32_t task;
        std::int32_t quanta;
    };

    // Real-time safe; each thread by its own number.
    void record(int thread, const Span& span) noexcept {
        Lane& lane = lanes_[static_cast<std::size_t>(thread)];
        if (lane.used < lane.spans.size())
            lane.spans[lane.used++] = span;
        else
            ++lane.left_out;
    }

    // Everything recorded since the last call, under the names of `graph`. Nothing runs meanwhile.
    void write(const Plan& plan, const TaskGraph& graph);

    // By thread, in order; until the next `write`.
    std::vector<Span> spans(int thread) const;

private:
    struct alignas(64) Lane {
        std::vector<Span> spans;
        std::size_t used = 0, left_out = 0;
    };
    struct Close {
        void operator()(std::FILE* f) const noexcept { std::fclose(f); }
    };

    std::unique_ptr<std::FILE, Close> file_;
    std::vector<Lane> lanes_;
    SteadyTime::time_point begun_;
    bool first_ = true;
};

// "d1: lpf reverb", "director", "the sum of the voices of d2": what a task is, for people.
std::string task_name(const Plan& plan, const TaskGraph& graph, std::int32_t task);
std::string node_name(const PlanNode& node);

}  // namespace phonon::graph
