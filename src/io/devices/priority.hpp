// Lets the threads that make sound run before all others, where the operating system allows it.
#pragma once

#include <set>
#include <string>

namespace phonon::io {

// While it lives, threads that start run in real time: with SCHED_FIFO, which they inherit, where this process may set
// it; otherwise RealtimeKit is asked for them when it ends. Such threads may compute for a fifth of a second without a
// pause; then they run as all others do (see `real_time_was_lost`).
class RaisedPriority {
public:
    explicit RaisedPriority(int priority);
    ~RaisedPriority() { finish(); }
    RaisedPriority(const RaisedPriority&) = delete;
    RaisedPriority& operator=(const RaisedPriority&) = delete;

    // Ends it before its time: whether the threads that started run in real time.
    bool finish();

private:
    int priority_;
    bool inherited_ = false, finished_ = false;
    std::set<int> before_;  // threads
};

// The calling thread stands behind those that make sound, also where these could not be raised.
void step_behind_sound() noexcept;

inline constexpr int worker_priority = 60, device_priority = 70;

// Whether a thread has computed so long without a pause that the system took its priority back: true once.
bool real_time_was_lost() noexcept;

// Keeps the program's memory from being paged out. False where the limit is too low to be safe.
bool lock_memory() noexcept;

}  // namespace phonon::io
