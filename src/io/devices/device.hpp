// Something that asks for sound, block by block: a sound card, or one of two that need none.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace phonon::io {

struct DeviceOptions {
    double rate = 48000;  // frames a second; a device that has only others takes the nearest
    int block = 512;      // frames a callback; a device may choose another size
    int channels = 2;     // outputs
};

// Fills `out`: frames * channels floats, interleaved. Called on the device's thread; never blocks.
using DeviceCallback = std::function<void(float* out, int frames, int channels)>;

class Device {
public:
    virtual ~Device() = default;
    // What it is, for people: "null", "JACK: system".
    virtual const std::string& name() const noexcept = 0;
    virtual const DeviceOptions& options() const noexcept = 0;
    // The callback is called from now on until `stop` returns. The text says why not.
    virtual base::Result<void, std::string> start(DeviceCallback callback) = 0;
    virtual void stop() = 0;
    // Whether it has gone (a plug pulled, a server that ended) and calls no more.
    virtual bool is_lost() const noexcept { return false; }
};

// "null"; "wav:FILE"; "jack", "pulse", "alsa", each alone or with the name of a device behind a colon; "" for the first
// that works of these three. The text says what was tried.
base::Result<std::unique_ptr<Device>, std::string> open_device(const std::string& which, const DeviceOptions& options);

struct DeviceInfo {
    std::string api;  // "jack", "pulse", "alsa"
    std::string name;
    int outputs = 0, inputs = 0;
    bool usual = false;  // what the api plays to unless told otherwise
    std::vector<unsigned> rates;
};
std::vector<DeviceInfo> list_devices();

}  // namespace phonon::io
