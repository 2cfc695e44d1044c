#include "graph/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "graph/denormals.hpp"
#include "graph/work_deque.hpp"

namespace phonon::graph {
namespace {

using Time = std::chrono::steady_clock;

double seconds_since(Time::time_point start) { return std::chrono::duration<double>(Time::now() - start).count(); }

void pause_briefly() noexcept {
#if defined(__x86_64__)
    _mm_pause();
#endif
}

constexpr auto spin_time = std::chrono::microseconds(50);

// Everything of one call of run(). Workers hold it only between the run's start and its last task.
struct Run {
    const TaskGraph& graph;
    Session& session;
    const Score& score;
    std::int64_t begin, end;
    const RunEnds& ends;
    std::span<double> costs;
    Disturbance disturbance;

    // missing[t * ring + k % ring]: dependencies of (t, k) that are not done. A slot serves k, then k + ring: the
    // second begins to count down only after (t, k) ran, since every dependency of (t, k + ring) lies behind it. So the
    // task that runs sets its own slot up for the next round.
    std::unique_ptr<std::atomic<std::int32_t>[]> missing;
    std::vector<std::int32_t> all_dependencies;
    // The quantum that each task runs next. Written by the thread that runs the task; the next to read it was released
    // by that one's countdown.
    std::vector<std::int64_t> next;
    std::vector<std::unique_ptr<WorkDeque>> deques;
    std::vector<Scratch> scratch;
    std::atomic<bool> done{false};
    std::atomic<int> sleepers{0};
    std::atomic<std::uint32_t> wakeups{0};

    std::atomic<std::int32_t>& missing_of(std::int32_t task, std::int64_t k) noexcept {
        return missing[static_cast<std::size_t>(task) * static_cast<std::size_t>(graph.ring) +
                       static_cast<std::size_t>(k % graph.ring)];
    }

    void prepare(int threads);
    void execute(std::int32_t task, int thread) noexcept;
    std::int32_t release(std::int32_t task, std::int64_t k, std::int32_t kept, int thread) noexcept;
    std::int32_t finish(std::int32_t task, int thread) noexcept;
    std::int32_t find_work(int thread) noexcept;
    bool any_work() const noexcept;
    void work(int thread) noexcept;
    void offer(std::int32_t task, int thread) noexcept;
};

void Run::prepare(int threads) {
    const std::size_t count = graph.tasks.size();
    missing = std::make_unique<std::atomic<std::int32_t>[]>(count * static_cast<std::size_t>(graph.ring));
    all_dependencies.resize(count);
    next.assign(count, begin);
    for (int i = 0; i < threads; ++i) {
        deques.push_back(std::make_unique<WorkDeque>(count));
        scratch.emplace_back(session.plan());
    }
    // Quanta before `begin` are done: only dependencies on later ones count.
    for (std::size_t t = 0; t < count; ++t) {
        const Task& task = graph.tasks[t];
        all_dependencies[t] = static_cast<std::int32_t>(1 + task.inputs.size() + task.consumers.size());
        for (std::int64_t k = begin; k < begin + graph.ring; ++k) {
            std::int32_t open = k > begin ? 1 : 0;
            for (const TaskEdge& e : task.inputs) open += k - e.delay >= begin;
            for (const TaskEdge& e : task.consumers) open += k - graph.ring + e.delay >= begin;
            missing_of(static_cast<std::int32_t>(t), k).store(open, std::memory_order_relaxed);
            if (k == begin && open == 0) deques[0]->push(static_cast<std::int32_t>(t));
        }
    }
}

void Run::execute(std::int32_t t, int thread) noexcept {
    const std::int64_t k = next[static_cast<std::size_t>(t)];
    const Task& task = graph.tasks[static_cast<std::size_t>(t)];
    const auto start = costs.empty() ? Time::time_point{} : Time::now();
    if (disturbance.pause_every > 0) {
        std::uint64_t dice =
            disturbance.seed ^ (static_cast<std::uint64_t>(t) * 0x9e3779b97f4a7c15u) ^ static_cast<std::uint64_t>(k);
        dice = (dice ^ (dice >> 31)) * 0xbf58476d1ce4e5b9u;
        if ((dice >> 33) % static_cast<std::uint64_t>(disturbance.pause_every) == 0)
            for (std::uint64_t i = 0; i < (dice >> 50); ++i) pause_briefly();
    }
    if (t == graph.director())
        ends.direct(k);
    else if (t == graph.sink())
        ends.sink(k);
    else
        for (std::int32_t n = task.first; n < task.last; ++n)
            run_node(session, score, static_cast<std::size_t>(n), k, scratch[static_cast<std::size_t>(thread)]);
    // Tasks of one kind run on one thread at a time, and are handed on by the countdown: no atomic is needed.
    if (!costs.empty()) costs[static_cast<std::size_t>(t)] += seconds_since(start);
}

void Run::offer(std::int32_t task, int thread) noexcept {
    deques[static_cast<std::size_t>(thread)]->push(task);
    // Sequentially consistent against the sleeper's own pair (announce, then look): either it sees the task, or we see
    // it.
    if (sleepers.load(std::memory_order_seq_cst) > 0) {
        wakeups.fetch_add(1, std::memory_order_seq_cst);
        wakeups.notify_one();
    }
}

// Counts (task, k) down; a task that has nothing missing any more is kept to be run next, or offered.
std::int32_t Run::release(std::int32_t task, std::int64_t k, std::int32_t kept, int thread) noexcept {
    if (k >= end) return kept;
    // acq_rel: what this thread wrote is released to whoever runs the task, and the thread that brings the count to
    // zero has acquired what all the others wrote.
    if (missing_of(task, k).fetch_sub(1, std::memory_order_acq_rel) != 1) return kept;
    if (kept == WorkDeque::nothing) return task;
    offer(task, thread);
    return kept;
}

// Releases what waited for (task, its quantum); gives the one that this thread goes on with.
std::int32_t Run::finish(std::int32_t t, int thread) noexcept {
    const Task& task = graph.tasks[static_cast<std::size_t>(t)];
    const std::int64_t k = next[static_cast<std::size_t>(t)];
    missing_of(t, k).store(all_dependencies[static_cast<std::size_t>(t)], std::memory_order_relaxed);
    next[static_cast<std::size_t>(t)] = k + 1;
    if (t == graph.sink() && k + 1 == end) {
        done.store(true, std::memory_order_seq_cst);
        wakeups.fetch_add(1, std::memory_order_seq_cst);
        wakeups.notify_all();
        return WorkDeque::nothing;
    }
    std::int32_t kept = WorkDeque::nothing;
    for (const TaskEdge& e : task.consumers) kept = release(e.task, k + e.delay, kept, thread);
    for (const TaskEdge& e : task.inputs) kept = release(e.task, k + graph.ring - e.delay, kept, thread);
    return release(t, k + 1, kept, thread);
}

bool Run::any_work() const noexcept {
    return std::any_of(deques.begin(), deques.end(), [](const auto& d) { return !d->looks_empty(); });
}

std::int32_t Run::find_work(int thread) noexcept {
    const std::int32_t own = deques[static_cast<std::size_t>(thread)]->pop();
    if (own != WorkDeque::nothing) return own;
    const auto threads = static_cast<int>(deques.size());
    const int first =
        disturbance.pause_every > 0 ? static_cast<int>(disturbance.seed % static_cast<std::uint64_t>(threads)) : thread;
    for (int i = 1; i <= threads; ++i) {
        const int victim = (first + i) % threads;
        if (victim == thread) continue;
        const std::int32_t stolen = deques[static_cast<std::size_t>(victim)]->steal();
        if (stolen != WorkDeque::nothing) return stolen;
    }
    return WorkDeque::nothing;
}

void Run::work(int thread) noexcept {
    flush_denormals();
    auto idle_since = Time::time_point{};
    while (!done.load(std::memory_order_acquire)) {
        std::int32_t task = find_work(thread);
        if (task != WorkDeque::nothing) {
            do {
                execute(task, thread);
                task = finish(task, thread);
            } while (task != WorkDeque::nothing);
            idle_since = Time::time_point{};
            continue;
        }
        if (idle_since == Time::time_point{}) idle_since = Time::now();
        if (Time::now() - idle_since < spin_time) {
            for (int i = 0; i < 32; ++i) pause_briefly();
            continue;
        }
        const std::uint32_t seen = wakeups.load(std::memory_order_seq_cst);
        sleepers.fetch_add(1, std::memory_order_seq_cst);
        if (!any_work() && !done.load(std::memory_order_seq_cst)) wakeups.wait(seen, std::memory_order_seq_cst);
        sleepers.fetch_sub(1, std::memory_order_seq_cst);
        idle_since = Time::time_point{};
    }
}

}  // namespace

struct ParallelExecutor::Impl {
    explicit Impl(int threads) : count(threads) {
        for (int i = 1; i < threads; ++i) workers.emplace_back([this, i] { serve(i); });
    }
    ~Impl() {
        run = nullptr;
        round.fetch_add(1);
        round.notify_all();
        for (std::thread& w : workers) w.join();
    }

    // Workers sleep between runs; a new round either has a run for them or is the end.
    void serve(int thread) {
        std::uint32_t seen = 0;
        for (;;) {
            round.wait(seen);
            seen = round.load();
            Run* current = run.load();
            if (current == nullptr) return;
            if (thread < static_cast<int>(current->deques.size())) current->work(thread);
            if (left.fetch_sub(1) == 1) left.notify_one();
        }
    }

    int count;
    std::vector<std::thread> workers;
    std::atomic<Run*> run{nullptr};
    std::atomic<std::uint32_t> round{0};
    std::atomic<int> left{0};
};

ParallelExecutor::ParallelExecutor(int threads) : impl_(std::make_unique<Impl>(std::max(1, threads))) {}
ParallelExecutor::~ParallelExecutor() = default;
int ParallelExecutor::threads() const noexcept { return impl_->count; }

void ParallelExecutor::run(const TaskGraph& graph, Session& session, const Score& score, std::int64_t begin,
                           std::int64_t end, const RunEnds& ends, std::span<double> costs, Disturbance disturbance) {
    if (begin >= end) return;
    Run r{.graph = graph,
          .session = session,
          .score = score,
          .begin = begin,
          .end = end,
          .ends = ends,
          .costs = costs,
          .disturbance = disturbance,
          .missing = {},
          .all_dependencies = {},
          .next = {},
          .deques = {},
          .scratch = {}};
    r.prepare(impl_->count);
    impl_->left.store(impl_->count - 1);
    impl_->run.store(&r);
    impl_->round.fetch_add(1);
    impl_->round.notify_all();
    r.work(0);
    for (int left = impl_->left.load(); left != 0; left = impl_->left.load()) impl_->left.wait(left);
}

void run_serial_timed(Session& session, const Score& score, std::int64_t begin, std::int64_t end, const RunEnds& ends,
                      const Scratch& scratch, std::span<double> costs) {
    flush_denormals();
    for (std::int64_t k = begin; k < end; ++k) {
        ends.direct(k);
        auto start = Time::now();
        for (std::size_t n = 0; n < session.plan().nodes.size(); ++n) {
            run_node(session, score, n, k, scratch);
            const auto stop = Time::now();
            costs[n] += std::chrono::duration<double>(stop - start).count();
            start = stop;
        }
        ends.sink(k);
    }
}

}  // namespace phonon::graph
