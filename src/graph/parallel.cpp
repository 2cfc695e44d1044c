#include "graph/parallel.hpp"

#include <algorithm>
#include <cassert>

#include "graph/crew.hpp"
#include "graph/denormals.hpp"
#include "graph/run_node.hpp"

namespace phonon::graph {
namespace {

constexpr std::int32_t nothing = WorkDeque::nothing;

// One call of run(), as all its threads see it.
class Run final : public Crew::Work {
public:
    Run(Execution& execution, Session& session, const Score& score, std::int64_t begin, std::int64_t end,
        const RunEnds& ends, const Watch& watch)
        : x_(execution),
          graph_(execution.graph()),
          session_(session),
          score_(score),
          begin_(begin),
          end_(end),
          ends_(ends),
          watch_(watch),
          tails_(std::max(1, execution.graph().listeners)),
          most_searching_(std::max(1, execution.threads() / 2)) {}

    void help(int thread) noexcept override {
        while (true) {
            std::int32_t task = find_work(thread);
            if (task == nothing) task = search(thread);
            if (task == nothing) return;
            do {
                if (watch_.disturbance != nullptr && watch_.disturbance->pause) watch_.disturbance->pause(thread);
                execute(task, thread);
                task = finish(task, thread);
            } while (task != nothing);
        }
    }

private:
    void execute(std::int32_t task, int thread) noexcept;
    void execute_timed(std::int32_t task, int thread, std::int64_t from, std::int64_t to) noexcept;
    void run_step(const Step& step, std::int64_t quantum, int thread) noexcept;
    std::int32_t finish(std::int32_t task, int thread) noexcept;
    std::int32_t find_work(int thread) noexcept;
    std::int32_t search(int thread) noexcept;
    void offer(std::int32_t task, int thread) noexcept;
    bool send_home(std::int32_t task, int thread) noexcept;
    void ring() noexcept;
    void wake_one() noexcept;
    void end() noexcept;
    bool any_work() const noexcept;
    bool is_done() const noexcept { return done_.load(std::memory_order_acquire); }

    Execution& x_;
    const TaskGraph& graph_;
    Session& session_;
    const Score& score_;
    std::int64_t begin_, end_;
    const RunEnds& ends_;
    const Watch& watch_;
    alignas(64) std::atomic<int> tails_;  // tasks that no one follows and that have turns to do
    std::atomic<bool> done_{false};
    const int most_searching_;
    alignas(64) std::atomic<int> searching_{0};
    std::atomic<int> sleepers_{0};
    std::atomic<std::uint32_t> wakeups_{0};
};

void Run::run_step(const Step& step, std::int64_t k, int thread) noexcept {
    const auto node = static_cast<std::size_t>(step.node);
    if (step.share == Step::whole)
        run_node(session_, score_, node, k, x_.scratch(thread));
    else if (step.share == Step::join)
        run_join(session_, score_, node, k, x_.scratch(thread), x_.parts().parts(step.node, k));
    else
        run_share(session_, score_, node, k, x_.scratch(thread), x_.parts().parts(step.node, k), step.share,
                  graph_.shares[node]);
}

void Run::execute(std::int32_t t, int thread) noexcept {
    const std::int64_t turn = x_.turn(t);
    const std::int64_t from = begin_ + turn * graph_.quanta;
    const std::int64_t to = std::min(end_, from + graph_.quanta);
    if (watch_.trace != nullptr || (watch_.measured != nullptr && turn % watch_.measured->every == 0))
        return execute_timed(t, thread, from, to);
    const Task& task = graph_.tasks[static_cast<std::size_t>(t)];
    if (t == graph_.director()) {
        for (std::int64_t k = from; k < to; ++k) ends_.direct(k);
    } else if (t < graph_.sink()) {
        for (std::int64_t k = from; k < to; ++k)
            for (std::int32_t s = task.first; s < task.last; ++s)
                run_step(graph_.steps[static_cast<std::size_t>(s)], k, thread);
    } else {
        const auto& end =
            t == graph_.sink() ? ends_.sink : ends_.listeners[static_cast<std::size_t>(t - graph_.sink() - 1)];
        for (std::int64_t k = from; k < to; ++k) end(k);
    }
}

// Each task is run by one thread at a time, and handed on by countdowns: what is measured needs no atomics.
void Run::execute_timed(std::int32_t t, int thread, std::int64_t from, std::int64_t to) noexcept {
    const auto start = SteadyTime::now();
    auto last = start;
    const auto lap = [&](double* sum) {
        const auto now = SteadyTime::now();
        if (sum != nullptr) *sum += seconds_between(last, now);
        last = now;
    };
    Measured* m = watch_.measured;
    const Task& task = graph_.tasks[static_cast<std::size_t>(t)];
    for (std::int64_t k = from; k < to; ++k) {
        if (t == graph_.director()) {
            ends_.direct(k);
            lap(m != nullptr ? &m->direct : nullptr);
            if (m != nullptr) ++m->quanta;
        } else if (t < graph_.sink()) {
            for (std::int32_t s = task.first; s < task.last; ++s) {
                run_step(graph_.steps[static_cast<std::size_t>(s)], k, thread);
                if (m != nullptr) lap(&m->steps[static_cast<std::size_t>(s)]);
            }
        } else if (t == graph_.sink()) {
            ends_.sink(k);
            lap(m != nullptr ? &m->sink : nullptr);
        } else {
            const auto l = static_cast<std::size_t>(t - graph_.sink() - 1);
            ends_.listeners[l](k);
            lap(m != nullptr ? &m->listeners[l] : nullptr);
        }
    }
    if (watch_.trace != nullptr)
        watch_.trace->record(thread, {start, SteadyTime::now(), from, t, static_cast<std::int32_t>(to - from)});
}

void Run::wake_one() noexcept {
    wakeups_.fetch_add(1, std::memory_order_release);
    wakeups_.notify_one();
}

// A searching thread will find the task; only where none searches is one woken.
void Run::ring() noexcept {
    if (sleepers_.load(std::memory_order_relaxed) > 0 && searching_.load(std::memory_order_relaxed) == 0) wake_one();
}

void Run::offer(std::int32_t task, int thread) noexcept {
    x_.deque(thread).push(task);
    ring();
}

// Whether another thread is to run the task, for it did so before: what a task keeps (delay lines, voices, its slots of
// the ring) costs more to fetch from another core than a moment of waiting. Not so a hurried task.
bool Run::send_home(std::int32_t task, int thread) noexcept {
    const int home = x_.home(task);
    if (home < 0 || home == thread || graph_.tasks[static_cast<std::size_t>(task)].hurried) return false;
    if (!x_.inbox(home).push(task)) return false;
    ring();
    return true;
}

void Run::end() noexcept {
    done_.store(true, std::memory_order_release);
    wakeups_.fetch_add(1, std::memory_order_release);
    wakeups_.notify_all();
}

// Tells everyone who waited for (task, its turn); gives the task that this thread goes on with.
std::int32_t Run::finish(std::int32_t t, int thread) noexcept {
    const std::int64_t turn = x_.turn(t);
    x_.rearm(t, turn);
    x_.turn(t) = turn + 1;
    x_.home(t) = thread;
    if (turn + 1 == x_.turns() && t >= graph_.sink() && (t > graph_.sink() || graph_.listeners == 0) &&
        tails_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        end();
        return nothing;
    }
    std::int32_t kept = nothing;
    for_each_waiting(graph_, t, turn, [&](std::int32_t task, std::int64_t when) {
        if (when >= x_.turns() || x_.missing(task, when).fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        if (send_home(task, thread)) return;
        const std::int32_t keep = kept == nothing ? task : kept_of(graph_, kept, task);
        if (kept != nothing) offer(keep == kept ? task : kept, thread);
        kept = keep;
    });
    return kept;
}

bool Run::any_work() const noexcept {
    for (int i = 0; i < x_.threads(); ++i)
        if (!x_.deque(i).looks_empty() || !x_.inbox(i).looks_empty()) return true;
    return false;
}

std::int32_t Run::find_work(int thread) noexcept {
    std::int32_t own = x_.inbox(thread).pop();
    if (own == nothing) own = x_.deque(thread).pop();
    if (own != nothing) return own;
    const int threads = x_.threads();
    int first = thread;
    if (const Disturbance* d = watch_.disturbance; d != nullptr) {
        if (d->pause) d->pause(thread);
        if (d->seed != 0) first = static_cast<int>((d->seed ^ wakeups_.load(std::memory_order_relaxed)) % 1024);
    }
    for (int i = 1; i <= threads; ++i) {
        const int victim = (first + i) % threads;
        if (victim == thread) continue;
        const std::int32_t stolen = x_.deque(victim).steal();
        if (stolen != nothing) return stolen;
    }
    // What was sent home last of all: it is run there, unless that thread is busy and this one is not.
    for (int i = 1; i <= threads; ++i) {
        const std::int32_t stolen = x_.inbox((first + i) % threads).pop();
        if (stolen != nothing) return stolen;
    }
    return nothing;
}

// Waits for a task; `nothing` when the run is over.
std::int32_t Run::search(int thread) noexcept {
    std::int32_t task = nothing;
    while (true) {
        if (searching_.fetch_add(1, std::memory_order_relaxed) < most_searching_)
            spin_until([&] {
                if (!is_done()) task = find_work(thread);
                return task != nothing || is_done();
            });
        const bool last = searching_.fetch_sub(1, std::memory_order_relaxed) == 1;
        if (task != nothing) {
            // Where there was one there may be more, and now no one searches.
            if (last && sleepers_.load(std::memory_order_relaxed) > 0 && any_work()) wake_one();
            return task;
        }
        if (is_done()) return nothing;
        const std::uint32_t seen = wakeups_.load(std::memory_order_acquire);
        sleepers_.fetch_add(1, std::memory_order_relaxed);
        if (!any_work() && !is_done()) wakeups_.wait(seen, std::memory_order_acquire);
        sleepers_.fetch_sub(1, std::memory_order_relaxed);
        if (is_done()) return nothing;
    }
}

}  // namespace

Costs Measured::costs(const Plan& plan, const TaskGraph& graph) const {
    Costs c;
    const double n = quanta == 0 ? 1.0 : static_cast<double>(quanta);
    c.nodes.assign(plan.nodes.size(), 0.0);
    for (std::size_t s = 0; s < steps.size(); ++s)
        c.nodes[static_cast<std::size_t>(graph.steps[s].node)] += steps[s] / n;
    c.direct = direct / n;
    c.sink = sink / n;
    for (const double l : listeners) c.listeners.push_back(l / n);
    return c;
}

struct ParallelExecutor::Impl {
    explicit Impl(int threads) : crew(threads - 1) {}
    Crew crew;
};

ParallelExecutor::ParallelExecutor(int threads) : impl_(std::make_unique<Impl>(std::max(1, threads))) {}
ParallelExecutor::~ParallelExecutor() = default;
int ParallelExecutor::threads() const noexcept { return impl_->crew.helpers() + 1; }

void ParallelExecutor::run(Execution& execution, Session& session, const Score& score, std::int64_t begin,
                           std::int64_t end, const RunEnds& ends, const Watch& watch) {
    if (begin >= end) return;
    const int quanta = execution.graph().quanta;
    // Deeper than the ring a task would overwrite what others are still to read.
    assert(quanta * execution.graph().depth <= session.ring());
    execution.begin((end - begin + quanta - 1) / quanta);
    Run run(execution, session, score, begin, end, ends, watch);
    flush_denormals();
    impl_->crew.call(run, execution.threads() - 1);
    run.help(0);
    impl_->crew.dismiss();
}

void run_serial_timed(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends,
                      const Scratch& scratch, Costs& costs) {
    flush_denormals();
    costs.nodes.resize(session.plan().nodes.size());
    costs.listeners.resize(ends.listeners.size());
    auto last = SteadyTime::now();
    const auto lap = [&](double& sum) {
        const auto now = SteadyTime::now();
        sum += seconds_between(last, now);
        last = now;
    };
    for (std::int64_t k = begin; k < end; ++k) {
        ends.direct(k);
        lap(costs.direct);
        for (std::size_t n = 0; n < session.plan().nodes.size(); ++n) {
            run_node(session, score, n, k, scratch);
            lap(costs.nodes[n]);
        }
        ends.sink(k);
        lap(costs.sink);
        for (std::size_t l = 0; l < ends.listeners.size(); ++l) {
            ends.listeners[l](k);
            lap(costs.listeners[l]);
        }
    }
}

void run_serial(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends,
                const Scratch& scratch) {
    flush_denormals();
    for (std::int64_t k = begin; k < end; ++k) {
        ends.direct(k);
        run_serial(session, score, k, scratch);
        ends.sink(k);
        for (const auto& listener : ends.listeners) listener(k);
    }
}

}  // namespace phonon::graph
