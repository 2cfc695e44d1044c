// How threads wait: awake for a moment, for what comes soon costs no call of the kernel; then asleep.
#pragma once

#include <atomic>
#include <chrono>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace phonon::graph {

using SteadyTime = std::chrono::steady_clock;

inline constexpr auto spin_time = std::chrono::microseconds(50);

inline double seconds_between(SteadyTime::time_point start, SteadyTime::time_point end) {
    return std::chrono::duration<double>(end - start).count();
}

inline void pause_briefly() noexcept {
#if defined(__x86_64__)
    for (int i = 0; i < 16; ++i) _mm_pause();
#endif
}

// Looks at `ready` for spin_time at most; gives what it said last.
template <class Ready>
bool spin_until(Ready ready) noexcept {
    const auto start = SteadyTime::now();
    do {
        if (ready()) return true;
        pause_briefly();
    } while (SteadyTime::now() - start < spin_time);
    return ready();
}

}  // namespace phonon::graph
