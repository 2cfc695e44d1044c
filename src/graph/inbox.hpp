// Tasks that other threads leave for one thread: a bounded queue of many writers and many readers (after Vyukov,
// "Bounded MPMC queue", 2010). The oldest comes out first.
//
// A cell's turn says who may use it: the writer of place p when it is p, its reader when it is p + 1. Each gains the
// cell by moving `tail_` or `head_` on, and hands it over by a release of the next turn, which the other acquires. A
// writer that finds its cell still being read does not wait: it is told that there is no room.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace phonon::graph {

class Inbox {
public:
    static constexpr std::int32_t nothing = -1;

    explicit Inbox(std::size_t most) : mask_(std::bit_ceil(most + 1) - 1), cells_(std::make_unique<Cell[]>(mask_ + 1)) {
        for (std::size_t i = 0; i <= mask_; ++i) cells_[i].turn.store(i, std::memory_order_relaxed);
    }

    // False: no room for now.
    bool push(std::int32_t task) noexcept {
        std::uint64_t place = tail_.load(std::memory_order_relaxed);
        while (true) {
            Cell& cell = cells_[place & mask_];
            const auto ahead = static_cast<std::int64_t>(cell.turn.load(std::memory_order_acquire) - place);
            if (ahead < 0) return false;
            if (ahead > 0) {
                place = tail_.load(std::memory_order_relaxed);
            } else if (tail_.compare_exchange_weak(place, place + 1, std::memory_order_relaxed)) {
                cell.task = task;
                cell.turn.store(place + 1, std::memory_order_release);
                return true;
            }
        }
    }

    // `nothing` also while what is oldest is still being written.
    std::int32_t pop() noexcept {
        std::uint64_t place = head_.load(std::memory_order_relaxed);
        while (true) {
            Cell& cell = cells_[place & mask_];
            const auto ahead = static_cast<std::int64_t>(cell.turn.load(std::memory_order_acquire) - (place + 1));
            if (ahead < 0) return nothing;
            if (ahead > 0) {
                place = head_.load(std::memory_order_relaxed);
            } else if (head_.compare_exchange_weak(place, place + 1, std::memory_order_relaxed)) {
                const std::int32_t task = cell.task;
                cell.turn.store(place + mask_ + 1, std::memory_order_release);
                return task;
            }
        }
    }

    bool looks_empty() const noexcept {
        return head_.load(std::memory_order_relaxed) == tail_.load(std::memory_order_relaxed);
    }

private:
    struct Cell {
        std::atomic<std::uint64_t> turn{0};
        std::int32_t task = nothing;
    };

    std::size_t mask_;
    std::unique_ptr<Cell[]> cells_;
    alignas(64) std::atomic<std::uint64_t> head_{0};
    alignas(64) std::atomic<std::uint64_t> tail_{0};
};

}  // namespace phonon::graph
