// Lets the threads that make sound run before all others, where the operating system allows it.
#pragma once

#include <string>

namespace phonon::io {

// While it lives, the calling thread and all threads that it starts run in real time (SCHED_FIFO), then only those that
// it started.
class RaisedPriority {
public:
    explicit RaisedPriority(int priority);
    ~RaisedPriority();
    RaisedPriority(const RaisedPriority&) = delete;
    RaisedPriority& operator=(const RaisedPriority&) = delete;

    bool granted() const noexcept { return granted_; }

private:
    bool granted_ = false;
};

inline constexpr int worker_priority = 60, device_priority = 70;

// Keeps the program's memory from being paged out. False where the limit is too low to be safe.
bool lock_memory() noexcept;

}  // namespace phonon::io
