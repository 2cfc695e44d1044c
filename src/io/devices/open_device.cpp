#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "io/devices/device.hpp"
#include "io/devices/paced_device.hpp"
#include "io/devices/rtaudio_device.hpp"
#include "io/files/wav_writer.hpp"

namespace phonon::io {
namespace {

base::Result<std::unique_ptr<Device>, std::string> open_wav(const std::string& path, const DeviceOptions& options) {
    auto made = SoundWriter::create(path, SoundFormat::wav32f, static_cast<int>(options.rate), options.channels);
    if (!made) return base::failure(made.error());
    auto writer = std::make_shared<SoundWriter>(std::move(*made));
    const auto write = [writer](const float* frames, int count, int channels) {
        (void)writer->write({frames, static_cast<std::size_t>(count) * static_cast<std::size_t>(channels)});
    };
    const auto finish = [writer] { (void)writer->finish(); };
    return std::unique_ptr<Device>(std::make_unique<PacedDevice>("wav: " + path, options, write, finish));
}

}  // namespace

base::Result<std::unique_ptr<Device>, std::string> open_device(const std::string& which, const DeviceOptions& options) {
    if (which == "null")
        return std::unique_ptr<Device>(std::make_unique<PacedDevice>("null", options, nullptr, nullptr));
    if (which.starts_with("wav:")) return open_wav(which.substr(4), options);
    if (!which.empty()) {
        const std::size_t colon = which.find(':');
        return open_rtaudio(which.substr(0, colon), colon == std::string::npos ? "" : which.substr(colon + 1), options);
    }
    std::string tried;
    for (const char* api : {"jack", "pulse", "alsa"}) {
        auto device = open_rtaudio(api, "", options);
        if (device) return device;
        tried += tried.empty() ? device.error() : "; " + device.error();
    }
    return base::failure(tried);
}

std::vector<DeviceInfo> list_devices() { return list_rtaudio(); }

}  // namespace phonon::io
