// The device that a session plays to: the one that was asked for, or the null device while that one is away.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "io/devices/device.hpp"

namespace phonon::api {

class LiveDevice {
public:
    using Say = std::function<void(const std::string&)>;

    explicit LiveDevice(Say say) : say_(std::move(say)) {}

    // Opens what was asked for (see io::open_device); without a sound card the music goes on with the null device. A
    // file that cannot be written is a failure.
    base::Result<void, std::string> open(const std::string& which, const io::DeviceOptions& options);
    base::Result<void, std::string> start(io::DeviceCallback callback);
    void stop() { device_->stop(); }

    // Puts the null device in the place of one that is gone, and looks for it every two seconds. One thread's work,
    // which may take as long as a sound server needs to answer.
    void look_after();

    bool is_lost() const noexcept { return device_->is_lost(); }
    // Rate, block and outputs as they were when the session began: the music keeps them.
    const io::DeviceOptions& options() const noexcept { return options_; }
    const std::string& name() const noexcept { return device_->name(); }

private:
    std::unique_ptr<io::Device> find_again();
    void play_to(std::unique_ptr<io::Device> device);

    Say say_;
    std::string which_;
    io::DeviceOptions options_;
    io::DeviceCallback callback_;
    std::unique_ptr<io::Device> device_;
    bool is_stand_in_ = false;
    bool block_said_ = false;
    std::chrono::steady_clock::time_point next_look_;
};

}  // namespace phonon::api
