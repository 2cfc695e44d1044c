#include "io/devices/paced_device.hpp"

#include <time.h>

#include <cmath>
#include <vector>

#include "io/devices/priority.hpp"

namespace phonon::io {

PacedDevice::PacedDevice(std::string name, const DeviceOptions& options, BlockSink sink, std::function<void()> finish)
    : name_(std::move(name)), options_(options), sink_(std::move(sink)), finish_(std::move(finish)) {}

PacedDevice::~PacedDevice() { stop(); }

base::Result<void, std::string> PacedDevice::start(DeviceCallback callback) {
    callback_ = std::move(callback);
    stop_ = false;
    const RaisedPriority raised(device_priority);
    thread_ = std::thread([this] { run(); });
    return {};
}

void PacedDevice::stop() {
    stop_ = true;
    if (!thread_.joinable()) return;
    thread_.join();
    if (finish_) finish_();
}

// Every block has its time on the monotonic clock, counted from the first: a late one does not move those after it.
void PacedDevice::run() {
    std::vector<float> block(static_cast<std::size_t>(options_.block * options_.channels));
    timespec begin{};
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (std::int64_t frames = 0; !stop_; frames += options_.block) {
        callback_(block.data(), options_.block, options_.channels);
        if (sink_) sink_(block.data(), options_.block, options_.channels);
        const double after = static_cast<double>(frames + options_.block) / options_.rate;
        const double whole = std::floor(after);
        timespec due{begin.tv_sec + static_cast<time_t>(whole),
                     begin.tv_nsec + static_cast<long>((after - whole) * 1e9)};
        if (due.tv_nsec >= 1'000'000'000) {
            ++due.tv_sec;
            due.tv_nsec -= 1'000'000'000;
        }
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr) != 0) {
        }
    }
}

}  // namespace phonon::io
