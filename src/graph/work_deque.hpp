// A work-stealing deque of bounded size (Chase & Lev, SPAA 2005; orderings after Le, Pop, Cohen & Zappa Nardelli,
// "Correct and efficient work-stealing for weak memory models", PPoPP 2013).
//
// The owner pushes and pops at the young end, thieves take the oldest. The paper's fences are replaced by sequentially
// consistent operations on `top_` and `bottom_`, where pop and steal may claim the same task: a race detector can
// follow them. The size is fixed, so the paper's growing, and with it the danger of reading a freed array, is not
// there.
#pragma once

#include <atomic>
#include <bit>
#include <cassert>
#include <cstdint>
#include <memory>

namespace phonon::graph {

class WorkDeque {
public:
    static constexpr std::int32_t nothing = -1;

    // Never holds more than `most` tasks: of each task at most one quantum is ready at a time.
    explicit WorkDeque(std::size_t most)
        : mask_(std::bit_ceil(most + 1) - 1), slots_(std::make_unique<std::atomic<std::int32_t>[]>(mask_ + 1)) {}

    // Owner only.
    void push(std::int32_t task) noexcept {
        const std::int64_t b = bottom_.load(std::memory_order_relaxed);
        assert(b - top_.load(std::memory_order_relaxed) <= static_cast<std::int64_t>(mask_));
        slot(b).store(task, std::memory_order_relaxed);
        // Releases the slot and everything the task needs: a thief that sees the new bottom sees them too. It need not
        // be seen at once: a thief that sees the old one goes without, and the owner itself comes back here.
        bottom_.store(b + 1, std::memory_order_release);
    }

    // Owner only.
    std::int32_t pop() noexcept {
        const std::int64_t b = bottom_.load(std::memory_order_relaxed) - 1;
        // Announce the claim before looking at `top_`; a thief does the reverse. Under one total order of these four
        // accesses at least one of the two sees the other, so the last task is never given out twice.
        bottom_.store(b, std::memory_order_seq_cst);
        std::int64_t t = top_.load(std::memory_order_seq_cst);
        if (t > b) {
            bottom_.store(b + 1, std::memory_order_relaxed);
            return nothing;
        }
        std::int32_t task = slot(b).load(std::memory_order_relaxed);
        if (t == b) {
            if (!top_.compare_exchange_strong(t, t + 1, std::memory_order_seq_cst)) task = nothing;
            bottom_.store(b + 1, std::memory_order_relaxed);
        }
        return task;
    }

    // Any thread. `nothing` also where another thief was quicker.
    std::int32_t steal() noexcept {
        std::int64_t t = top_.load(std::memory_order_seq_cst);
        const std::int64_t b = bottom_.load(std::memory_order_seq_cst);
        if (t >= b) return nothing;
        const std::int32_t task = slot(t).load(std::memory_order_relaxed);
        if (!top_.compare_exchange_strong(t, t + 1, std::memory_order_seq_cst)) return nothing;
        return task;
    }

    bool looks_empty() const noexcept {
        return top_.load(std::memory_order_seq_cst) >= bottom_.load(std::memory_order_seq_cst);
    }

private:
    std::atomic<std::int32_t>& slot(std::int64_t at) noexcept { return slots_[static_cast<std::size_t>(at) & mask_]; }

    std::size_t mask_;
    std::unique_ptr<std::atomic<std::int32_t>[]> slots_;
    alignas(64) std::atomic<std::int64_t> top_{0};
    alignas(64) std::atomic<std::int64_t> bottom_{0};
};

}  // namespace phonon::graph
