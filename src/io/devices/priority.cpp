#include "io/devices/priority.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "io/devices/real_time_kit.hpp"

namespace phonon::io {
namespace {

std::set<int> threads_of_this_process() {
    std::set<int> threads;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", ignored))
        threads.insert(std::atoi(entry.path().filename().c_str()));
    return threads;
}

}  // namespace

RaisedPriority::RaisedPriority(int priority) : priority_(priority) {
    const sched_param wanted{priority};
    inherited_ = pthread_setschedparam(pthread_self(), SCHED_FIFO, &wanted) == 0;
    if (!inherited_) before_ = threads_of_this_process();
}

bool RaisedPriority::finish() {
    if (std::exchange(finished_, true)) return inherited_;
    if (inherited_) {
        const sched_param usual{0};
        pthread_setschedparam(pthread_self(), SCHED_OTHER, &usual);
        return true;
    }
    std::set<int> started = threads_of_this_process();
    for (const int thread : before_) started.erase(thread);
    inherited_ = ask_real_time_kit(started, priority_);
    return inherited_;
}

// On Linux a thread's number stands for that thread alone.
void step_behind_sound() noexcept {
    constexpr int behind = 10;
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), behind);
}

// With a limit, an allocation beyond it would fail: then the memory stays as it is.
bool lock_memory() noexcept {
    rlimit limit{};
    if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY) return false;
    return mlockall(MCL_CURRENT | MCL_FUTURE) == 0;
}

}  // namespace phonon::io
