// A bounded queue from one thread to one other, without locks: indices that only grow, each written by one side
// (Lamport 1983).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <utility>

namespace phonon::base {

template <class T, std::size_t Capacity>
class SpscQueue {
public:
    // False where it is full.
    bool push(T value) noexcept {
        const std::size_t at = written_.load(std::memory_order_relaxed);
        if (at - read_.load(std::memory_order_acquire) == Capacity) return false;
        items_[at % Capacity] = std::move(value);
        written_.store(at + 1, std::memory_order_release);
        return true;
    }
    // False where it is empty.
    bool pop(T& value) noexcept {
        const std::size_t at = read_.load(std::memory_order_relaxed);
        if (at == written_.load(std::memory_order_acquire)) return false;
        value = std::move(items_[at % Capacity]);
        read_.store(at + 1, std::memory_order_release);
        return true;
    }
    bool empty() const noexcept {
        return read_.load(std::memory_order_acquire) == written_.load(std::memory_order_acquire);
    }

private:
    std::array<T, Capacity> items_{};
    alignas(64) std::atomic<std::size_t> written_{0};
    alignas(64) std::atomic<std::size_t> read_{0};
};

}  // namespace phonon::base
