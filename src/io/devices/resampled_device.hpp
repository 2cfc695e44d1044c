// A device at a rate of its own, played to by music that keeps another: a sound server that was started again with
// other settings while the set went on.
#pragma once

#include <samplerate.h>

#include <memory>
#include <vector>

#include "io/devices/device.hpp"

namespace phonon::io {

class ResampledDevice final : public Device {
public:
    // `rate`: of the music, in frames a second.
    ResampledDevice(std::unique_ptr<Device> device, double rate);

    const std::string& name() const noexcept override { return device_->name(); }
    // The device's own, but for the rate, which is that of the music.
    const DeviceOptions& options() const noexcept override { return options_; }
    base::Result<void, std::string> start(DeviceCallback callback) override;
    void stop() override { device_->stop(); }
    bool is_lost() const noexcept override { return device_->is_lost(); }

private:
    // Asks the music for a piece; called by the converter, on the device's thread.
    static long pull(void* self, float** frames);
    void fill(float* out, int frames, int channels) noexcept;

    struct FreeConverter {
        void operator()(SRC_STATE* state) const { src_delete(state); }
    };

    std::unique_ptr<Device> device_;
    DeviceOptions options_;
    double ratio_;  // frames of the device for one of the music
    DeviceCallback callback_;
    std::vector<float> piece_;
    std::unique_ptr<SRC_STATE, FreeConverter> converter_;
};

}  // namespace phonon::io
