#include "graph/runner.hpp"

#include <algorithm>
#include <bit>

namespace phonon::graph {
namespace {

constexpr std::int64_t probed = 16;        // quanta of a timed serial walk
constexpr std::int64_t first_shape = 128;  // quanta that the first shape is for; each holds twice as long as the last
constexpr std::int64_t longest_shape = 4096;
constexpr int timed_turns = 16;    // one in so many, while several threads run
constexpr double no_faster = 1.1;  // of one thread's time: then other programs have the machine
constexpr int serial_ring = 2;
constexpr std::size_t ring_bytes = std::size_t{4} << 20;  // of a deep ring: it stays in the last cache
constexpr std::size_t node_bytes = sizeof(float) * 2 * dsp::quantum_frames;

}  // namespace

ShapingLimits limits_for(const Plan& plan, const RunnerOptions& options, int listeners, std::vector<int> sounding) {
    ShapingLimits limits{.threads = options.threads, .quanta = options.turn};
    if (options.turn > 1) limits.depth = plan.ring / options.turn;
    limits.listeners = listeners;
    limits.sounding = std::move(sounding);
    return limits;
}

Runner::Runner(std::shared_ptr<const Plan> plan, const RunnerOptions& options)
    : plan_(std::move(plan)), options_(options), scratch_(*plan_) {
    options_.threads = std::max(1, options.threads);
    if (options.timeline) timeline_ = std::make_unique<Trace>(nullptr, options_.threads);
    // Where costs are asked for the walk is a plain one: a trace would take its place.
    if (!timeline_ && options.costs == nullptr) trace_ = Trace::from_environment(options_.threads);
}
Runner::~Runner() = default;

int Runner::ring_for(std::size_t nodes) noexcept {
    const std::size_t quanta = ring_bytes / (node_bytes * std::max<std::size_t>(1, nodes));
    return static_cast<int>(std::clamp<std::size_t>(std::bit_floor(quanta), ring, deep_ring));
}

void Runner::run(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends) {
    if (options_.threads == 1 && !trace_) {
        if (options_.costs != nullptr)
            return run_serial_timed(session, score, begin, end, ends, scratch_, *options_.costs);
        return run_serial(session, score, begin, end, ends, scratch_);
    }
    while (begin < end) {
        if (!shape_next_ || begin >= *shape_next_) {
            const std::int64_t until = std::min(end, begin + probed);
            probe(session, score, begin, until, ends);
            begin = until;
            continue;
        }
        const std::int64_t until = std::min(end, *shape_next_);
        if (execution_)
            run_shaped(session, score, begin, until, ends);
        else if (trace_)
            probe(session, score, begin, until, ends);
        else
            run_serial(session, score, begin, until, ends, scratch_);
        begin = until;
    }
}

// A timed serial walk, and a shape from what it says.
void Runner::probe(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends) {
    Costs costs;
    if (trace_) {
        // Turn by turn, as the walk without a trace: the session may have a ring that lets no task run ahead.
        if (!traced_)
            traced_ = make_task_graph(*plan_, {}, {.depth = 1, .listeners = static_cast<int>(ends.listeners.size())});
        ParallelExecutor alone(1);
        Execution execution(plan_, *traced_, 1);
        Measured measured(*traced_);
        alone.run(execution, session, score, begin, end, ends, {&measured, trace_.get(), nullptr});
        trace_->write(*plan_, *traced_);
        costs = measured.costs(*plan_, *traced_);
    } else {
        run_serial_timed(session, score, begin, end, ends, scratch_, costs);
        costs = divided(std::move(costs), end - begin);
    }
    serial_seconds_ = costs.work();
    const bool of_no_use = doubted_ && *doubted_ > no_faster * serial_seconds_;
    doubted_.reset();
    shape(session, costs, of_no_use ? 1 : options_.threads, end, ends);
}

void Runner::shape(Session& session, const Costs& costs, int threads, std::int64_t next, const RunEnds& ends) {
    shaped_for_ = std::clamp(2 * shaped_for_, first_shape, longest_shape);
    shape_next_ = next + shaped_for_;
    std::optional<ShapedGraph> shaped;
    if (threads > 1)
        shaped =
            shape_for(*plan_, costs,
                      limits_for(*plan_, options_, static_cast<int>(ends.listeners.size()), sounding_batches(session)));
    execution_.reset();
    const auto least = static_cast<unsigned>(std::max(serial_ring, plan_->largest_delay + 1));
    session.use_ring(shaped ? shaped->ring : std::min(plan_->ring, static_cast<int>(std::bit_ceil(least))), next);
    if (!shaped) return;
    if (!executor_) executor_ = std::make_unique<ParallelExecutor>(options_.threads);
    execution_.emplace(plan_, std::move(shaped->graph), shaped->threads);
}

void Runner::run_shaped(Session& session, const Score& score, std::int64_t begin, std::int64_t end,
                        const RunEnds& ends) {
    Measured measured(execution_->graph());
    measured.every = timed_turns;
    const auto start = SteadyTime::now();
    if (timeline_) timeline_->write(*plan_, execution_->graph());
    executor_->run(*execution_, session, score, begin, end, ends,
                   {&measured, trace_ ? trace_.get() : timeline_.get(), nullptr});
    const double seconds = seconds_between(start, SteadyTime::now()) / static_cast<double>(end - begin);
    if (trace_) trace_->write(*plan_, execution_->graph());
    if (timeline_) timeline_of_ = execution_->graph();
    if (end < *shape_next_) return;
    // No faster than one thread was: others have the machine, or there is more to do than there was then. One thread
    // shows which.
    if (seconds > no_faster * serial_seconds_) {
        doubted_ = seconds;
        shape_next_.reset();
        return;
    }
    if (measured.quanta < probed / 2) return;
    const Costs costs = measured.costs(*plan_, execution_->graph());
    serial_seconds_ = std::min(serial_seconds_, costs.work());
    shape(session, costs, options_.threads, end, ends);
}

Timeline Runner::timeline() const {
    Timeline t;
    if (!timeline_ || timeline_of_.tasks.empty()) return t;
    t.graph = timeline_of_;
    for (int thread = 0; thread < options_.threads; ++thread) t.threads.push_back(timeline_->spans(thread));
    return t;
}

}  // namespace phonon::graph
