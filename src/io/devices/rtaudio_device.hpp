// Sound cards and sound servers, through RtAudio.
#pragma once

#include "io/devices/device.hpp"

namespace phonon::io {

// `api`: "jack", "pulse" or "alsa"; `device`: a part of a device's name, "" for the usual one.
base::Result<std::unique_ptr<Device>, std::string> open_rtaudio(const std::string& api, const std::string& device,
                                                                const DeviceOptions& options);
std::vector<DeviceInfo> list_rtaudio();

}  // namespace phonon::io
