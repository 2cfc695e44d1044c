// Threads that stand by to help one caller, run after run.
//
// A helper that wakes late, or not at all, holds no one up: it comes in only while the gate is open, and the caller who
// closes the gate waits only for those inside.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace phonon::graph {

class Crew {
public:
    // What helpers do: run(i), i from 1. Kept alive by the caller until `dismiss` returns.
    class Work {
    public:
        virtual void help(int helper) noexcept = 0;

    protected:
        ~Work() = default;
    };

    explicit Crew(int helpers);
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    int helpers() const noexcept { return static_cast<int>(threads_.size()); }

    // Opens the gate and wakes the first `helpers`. Real-time safe, but for the call of the kernel that wakes.
    void call(Work& work, int helpers) noexcept;
    // Closes the gate; returns when all who came in have left.
    void dismiss() noexcept;

private:
    // One helper's bell, on a cache line of its own.
    struct alignas(64) Bell {
        std::atomic<std::uint32_t> rung{0};
    };
    static constexpr std::uint32_t open = 1u << 31;  // of gate_; below it: how many are inside

    void serve(int helper) noexcept;
    void come_in(int helper) noexcept;

    std::unique_ptr<Bell[]> bells_;
    alignas(64) std::atomic<std::uint32_t> gate_{0};
    std::atomic<bool> leaving_{false};
    Work* work_ = nullptr;  // written while the gate is closed and no one is inside
    int wanted_ = 0;        // likewise
    std::vector<std::thread> threads_;
};

}  // namespace phonon::graph
