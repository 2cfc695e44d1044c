#include "io/devices/priority.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>

namespace phonon::io {

RaisedPriority::RaisedPriority(int priority) {
    const sched_param wanted{priority};
    granted_ = pthread_setschedparam(pthread_self(), SCHED_FIFO, &wanted) == 0;
}

RaisedPriority::~RaisedPriority() {
    const sched_param usual{0};
    if (granted_) pthread_setschedparam(pthread_self(), SCHED_OTHER, &usual);
}

// With a limit, an allocation beyond it would fail: then the memory stays as it is.
bool lock_memory() noexcept {
    rlimit limit{};
    if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY) return false;
    return mlockall(MCL_CURRENT | MCL_FUTURE) == 0;
}

}  // namespace phonon::io
