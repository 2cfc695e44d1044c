#include "io/devices/real_time_kit.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>

#include "io/devices/priority.hpp"

namespace phonon::io {
namespace {

constexpr const char* service = "org.freedesktop.RealtimeKit1";
constexpr const char* object = "/org/freedesktop/RealtimeKit1";
constexpr std::uint64_t patience = 2'000'000;  // microseconds that a service may take to answer

struct CloseBus {
    void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
};
using Bus = std::unique_ptr<sd_bus, CloseBus>;

// The threads that were raised: whom the signal handler may take it from.
std::array<std::atomic<int>, 256> raised;
std::atomic<std::size_t> raised_count{0};
std::atomic<bool> lost{false};

// The system warns a process one of whose threads computed too long, and later kills it. All threads step back: which
// one it was is not told.
void step_back(int) {
    const sched_param usual{0};
    const std::size_t count = std::min(raised_count.load(), raised.size());
    for (std::size_t i = 0; i < count; ++i) sched_setscheduler(raised[i].load(), SCHED_OTHER, &usual);
    lost = true;
}

// What the service demands before it raises anybody: a limit to the time without a pause. The warning comes first.
bool limit_computing(sd_bus* bus) {
    std::int64_t longest = 0;  // microseconds
    if (sd_bus_get_property_trivial(bus, service, object, service, "RTTimeUSecMax", nullptr, 'x', &longest) < 0)
        return false;
    struct sigaction warned {};
    warned.sa_handler = &step_back;
    warned.sa_flags = SA_RESTART;
    if (sigaction(SIGXCPU, &warned, nullptr) != 0) return false;
    const rlimit limit{static_cast<rlim_t>(longest) * 3 / 4, static_cast<rlim_t>(longest)};
    return setrlimit(RLIMIT_RTTIME, &limit) == 0;
}

int highest_priority(sd_bus* bus) {
    std::int32_t highest = 0;
    if (sd_bus_get_property_trivial(bus, service, object, service, "MaxRealtimePriority", nullptr, 'i', &highest) < 0)
        return 0;
    return highest;
}

}  // namespace

bool ask_real_time_kit(const std::set<int>& threads, int priority) {
    if (threads.empty()) return false;
    sd_bus* opened = nullptr;
    if (sd_bus_open_system(&opened) < 0) return false;
    const Bus bus(opened);
    sd_bus_set_method_call_timeout(bus.get(), patience);
    const int highest = highest_priority(bus.get());
    if (highest < 1 || !limit_computing(bus.get())) return false;
    bool all = true;
    for (const int thread : threads) {
        const int answer =
            sd_bus_call_method(bus.get(), service, object, service, "MakeThreadRealtimeWithPID", nullptr, nullptr,
                               "ttu", static_cast<std::uint64_t>(getpid()), static_cast<std::uint64_t>(thread),
                               static_cast<std::uint32_t>(std::min(priority, highest)));
        if (answer < 0) {
            all = false;
            continue;
        }
        const std::size_t at = raised_count.load();
        if (at < raised.size()) {
            raised[at] = thread;
            raised_count = at + 1;
        }
    }
    return all;
}

bool real_time_was_lost() noexcept { return lost.exchange(false); }

}  // namespace phonon::io
