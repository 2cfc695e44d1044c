// The memory of runs of one task graph on a number of threads, laid out once: a run itself allocates nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "graph/inbox.hpp"
#include "graph/session.hpp"
#include "graph/task_graph.hpp"
#include "graph/voice_bank.hpp"
#include "graph/work_deque.hpp"

namespace phonon::graph {

// The frames of all split banks' batches, as deep as the ring.
class PartsRing {
public:
    PartsRing(const Plan& plan, const TaskGraph& graph);
    BankParts parts(std::int32_t node, std::int64_t quantum) const noexcept;

private:
    struct Place {
        std::size_t frames = 0, sounded = 0;            // where the node's first slot begins
        std::size_t slot_frames = 0, slot_sounded = 0;  // of one quantum
    };
    struct Free {
        void operator()(void* p) const noexcept { std::free(p); }
    };
    std::vector<Place> places_;  // by node
    std::int64_t mask_ = 0;
    // From calloc: pages of batches that never sound are never touched, and take no memory.
    std::unique_ptr<float, Free> frames_;
    std::unique_ptr<std::uint8_t, Free> sounded_;
};

class Execution {
public:
    Execution(std::shared_ptr<const Plan> plan, TaskGraph graph, int threads);

    const TaskGraph& graph() const noexcept { return graph_; }
    const Plan& plan() const noexcept { return *plan_; }
    int threads() const noexcept { return static_cast<int>(deques_.size()); }
    const PartsRing& parts() const noexcept { return parts_; }
    const Scratch& scratch(int thread) const noexcept { return scratch_[static_cast<std::size_t>(thread)]; }
    WorkDeque& deque(int thread) noexcept { return *deques_[static_cast<std::size_t>(thread)]; }
    Inbox& inbox(int thread) noexcept { return *inboxes_[static_cast<std::size_t>(thread)]; }

    // Sets up a run of `turns` turns, before which everything is done; puts the tasks that may run at once in deque 0.
    void begin(std::int64_t turns) noexcept;
    std::int64_t turns() const noexcept { return turns_; }

    // The turn that `task` runs next. Written by the thread that runs the task; the next one to read it was released by
    // that one's countdown.
    std::int64_t& turn(std::int32_t task) noexcept { return progress_[static_cast<std::size_t>(task)].turn; }

    // The thread that ran the task last, whose caches have its state; -1: none yet. Written and read as `turn` is. Kept
    // from run to run.
    int& home(std::int32_t task) noexcept { return progress_[static_cast<std::size_t>(task)].home; }

    // The countdown of (task, turn): how often it is still to be told. A slot serves turn j, then j + depth. The second
    // countdown begins only after (task, j) has begun to run, for everything that (task, j + depth) waits for itself
    // waits for (task, j), directly or through the room in the ring. So the thread that runs (task, j) sets the slot up
    // anew before it tells anyone, and no one else touches it meanwhile.
    std::atomic_ref<std::int32_t> missing(std::int32_t task, std::int64_t turn) noexcept {
        return std::atomic_ref<std::int32_t>(
            missing_[static_cast<std::size_t>(task) * stride_ + static_cast<std::size_t>(turn & (graph_.depth - 1))]);
    }
    void rearm(std::int32_t task, std::int64_t turn) noexcept {
        missing(task, turn).store(progress_[static_cast<std::size_t>(task)].dependencies, std::memory_order_relaxed);
    }

private:
    struct alignas(64) Progress {
        std::int64_t turn = 0;
        std::int32_t dependencies = 0;  // in the steady state
        int home = -1;
    };

    std::shared_ptr<const Plan> plan_;
    TaskGraph graph_;
    PartsRing parts_;
    std::vector<Progress> progress_;
    std::size_t stride_;  // of the countdowns of a task: whole cache lines
    std::vector<std::int32_t> missing_, first_missing_;
    std::vector<std::int32_t> ready_;  // tasks whose first turn waits for nothing
    std::vector<std::unique_ptr<WorkDeque>> deques_;
    std::vector<std::unique_ptr<Inbox>> inboxes_;
    std::vector<Scratch> scratch_;
    std::int64_t turns_ = 0;
};

}  // namespace phonon::graph
