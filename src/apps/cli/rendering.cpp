#include "apps/cli/rendering.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>

namespace phonon::cli {
namespace {

std::atomic<int> signal_seen{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may store to it");

int stop_after_signal(void*, const float*, std::size_t) { return signal_seen.load(std::memory_order_relaxed); }

int show_progress(void*, double part_done, double speed) {
    constexpr int width = 40;
    const int filled = std::clamp(static_cast<int>(part_done * width), 0, width);
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {:3.0f} %  {:.1f} x real time ", "", filled, "", width - filled,
               part_done * 100, speed);
    std::fflush(stderr);
    return 0;
}

void wipe_progress() {
    fmt::print(stderr, "\r{:80}\r", "");
    std::fflush(stderr);
}

}  // namespace

Status render_and_report(const Settings& settings, const std::string& path, const char* text,
                         phonon_render_options options) {
    constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};
    for (const int s : signals)
        std::signal(s, [](int number) { signal_seen.store(number, std::memory_order_relaxed); });
    // A file that may not grow further is told of by the write that failed.
    std::signal(SIGXFSZ, SIG_IGN);
    const bool terminal = isatty(STDERR_FILENO) == 1;
    options.sink = stop_after_signal;
    if (terminal) options.progress = show_progress;
    const Result result(phonon_render(settings.get(), path.c_str(), text, &options));
    for (const int s : signals) std::signal(s, SIG_DFL);
    if (terminal) wipe_progress();
    const Status status = finish(result);
    if (const int number = signal_seen.load(); number != 0 && status == PHONON_STOPPED) std::raise(number);
    return status;
}

}  // namespace phonon::cli
