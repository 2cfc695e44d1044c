// Marks the work that must not allocate, lock, log or touch files. A test build traps whoever does so inside.
#pragma once

namespace phonon::base {

inline thread_local int real_time_depth = 0;

class RealTimeScope {
public:
    RealTimeScope() noexcept { ++real_time_depth; }
    ~RealTimeScope() { --real_time_depth; }
    RealTimeScope(const RealTimeScope&) = delete;
    RealTimeScope& operator=(const RealTimeScope&) = delete;
};

// For the test build's traps.
inline bool in_real_time() noexcept { return real_time_depth > 0; }

}  // namespace phonon::base
