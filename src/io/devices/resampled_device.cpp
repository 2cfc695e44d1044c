#include "io/devices/resampled_device.hpp"

#include <algorithm>

namespace phonon::io {
namespace {

constexpr int piece_frames = 64;

}  // namespace

ResampledDevice::ResampledDevice(std::unique_ptr<Device> device, double rate)
    : device_(std::move(device)), options_(device_->options()), ratio_(options_.rate / rate) {
    options_.rate = rate;
    piece_.resize(static_cast<std::size_t>(piece_frames * options_.channels));
}

base::Result<void, std::string> ResampledDevice::start(DeviceCallback callback) {
    int fault = 0;
    // The converter takes all its memory here; what the callback does with it later is arithmetic.
    converter_.reset(
        src_callback_new(&ResampledDevice::pull, SRC_SINC_MEDIUM_QUALITY, options_.channels, &fault, this));
    if (!converter_) return base::failure(std::string(src_strerror(fault)));
    callback_ = std::move(callback);
    return device_->start([this](float* out, int frames, int channels) { fill(out, frames, channels); });
}

long ResampledDevice::pull(void* self, float** frames) {
    auto* device = static_cast<ResampledDevice*>(self);
    device->callback_(device->piece_.data(), piece_frames, device->options_.channels);
    *frames = device->piece_.data();
    return piece_frames;
}

void ResampledDevice::fill(float* out, int frames, int channels) noexcept {
    const long made = std::max(0L, src_callback_read(converter_.get(), ratio_, frames, out));
    std::fill(out + made * channels, out + static_cast<long>(frames) * channels, 0.0f);
}

}  // namespace phonon::io
