// A device without a sound card: a clock asks for a block at the time a card would, and the sound goes nowhere or to a
// file.
#pragma once

#include <atomic>
#include <thread>

#include "io/devices/device.hpp"

namespace phonon::io {

// Takes a block that was made; called on the device's thread.
using BlockSink = std::function<void(const float* frames, int count, int channels)>;

class PacedDevice final : public Device {
public:
    // `sink` may be empty; `finish` is called once, when the device stops.
    PacedDevice(std::string name, const DeviceOptions& options, BlockSink sink, std::function<void()> finish);
    ~PacedDevice() override;

    const std::string& name() const noexcept override { return name_; }
    const DeviceOptions& options() const noexcept override { return options_; }
    base::Result<void, std::string> start(DeviceCallback callback) override;
    void stop() override;

private:
    void run();

    std::string name_;
    DeviceOptions options_;
    BlockSink sink_;
    std::function<void()> finish_;
    DeviceCallback callback_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace phonon::io
