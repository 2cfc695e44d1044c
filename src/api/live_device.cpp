#include "api/live_device.hpp"

#include <fmt/format.h>

#include "io/devices/resampled_device.hpp"

namespace phonon::api {
namespace {

using std::chrono::steady_clock;

constexpr auto look_every = std::chrono::seconds(2);

bool needs_no_card(const std::string& which) { return which == "null" || which.starts_with("wav:"); }

}  // namespace

base::Result<void, std::string> LiveDevice::open(const std::string& which, const io::DeviceOptions& options) {
    which_ = which;
    auto opened = io::open_device(which, options);
    if (opened) {
        device_ = std::move(*opened);
    } else {
        if (needs_no_card(which)) return base::failure(opened.error());
        say_(fmt::format("no sound: {}; playing to the null device", opened.error()));
        device_ = std::move(*io::open_device("null", options));
        is_stand_in_ = true;
    }
    options_ = device_->options();
    if (options_.rate != options.rate) say_(fmt::format("{} has {:.0f} frames a second", name(), options_.rate));
    return {};
}

base::Result<void, std::string> LiveDevice::start(io::DeviceCallback callback) {
    callback_ = std::move(callback);
    next_look_ = steady_clock::now() + look_every;
    return device_->start(callback_);
}

void LiveDevice::look_after() {
    if (needs_no_card(which_)) return;
    if (!is_stand_in_) {
        if (!device_->is_lost()) return;
        say_(fmt::format("{} is gone; the music goes on without it", name()));
        is_stand_in_ = true;
        next_look_ = steady_clock::now() + look_every;
        play_to(std::move(*io::open_device("null", options_)));
    } else if (steady_clock::now() >= next_look_) {
        next_look_ = steady_clock::now() + look_every;
        if (auto found = find_again()) {
            is_stand_in_ = false;
            play_to(std::move(found));
        }
    }
}

// The music keeps its rate; what is ahead of the device was measured by the blocks of the session's beginning.
std::unique_ptr<io::Device> LiveDevice::find_again() {
    auto opened = io::open_device(which_, options_);
    if (!opened) return nullptr;
    std::unique_ptr<io::Device> device = std::move(*opened);
    const io::DeviceOptions found = device->options();
    if (found.block > options_.block) {
        if (!std::exchange(block_said_, true))
            say_(fmt::format("{} is there, but asks for blocks of {} frames: begin again with --block {} to use it",
                             device->name(), found.block, found.block));
        return nullptr;
    }
    if (found.rate == options_.rate) return device;
    return std::make_unique<io::ResampledDevice>(std::move(device), options_.rate);
}

void LiveDevice::play_to(std::unique_ptr<io::Device> device) {
    device_->stop();
    device_ = std::move(device);
    if (auto started = device_->start(callback_); !started) {
        say_(fmt::format("{}: {}", name(), started.error()));
        is_stand_in_ = true;
        device_ = std::move(*io::open_device("null", options_));
        (void)device_->start(callback_);
    }
    say_(fmt::format("playing to {}", name()));
}

}  // namespace phonon::api
