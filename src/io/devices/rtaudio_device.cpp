#include "io/devices/rtaudio_device.hpp"

#include <alsa/asoundlib.h>
#include <fmt/format.h>
#include <jack/jack.h>
#include <rtaudio/RtAudio.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "io/devices/priority.hpp"

namespace phonon::io {
namespace {

struct Api {
    const char* word;
    const char* name;
    RtAudio::Api id;
};
constexpr Api apis[] = {{"jack", "JACK", RtAudio::UNIX_JACK},
                        {"pulse", "PulseAudio", RtAudio::LINUX_PULSE},
                        {"alsa", "ALSA", RtAudio::LINUX_ALSA}};

class RtAudioDevice final : public Device {
public:
    RtAudioDevice(std::unique_ptr<RtAudio> audio, std::string name, unsigned id, const DeviceOptions& options)
        : audio_(std::move(audio)), name_(std::move(name)), id_(id), options_(options) {}
    ~RtAudioDevice() override { stop(); }

    const std::string& name() const noexcept override { return name_; }
    const DeviceOptions& options() const noexcept override { return options_; }

    // Opens the stream without starting it: only then the size of a block is known.
    base::Result<void, std::string> open() {
        RtAudio::StreamParameters parameters;
        parameters.deviceId = id_;
        parameters.nChannels = static_cast<unsigned>(options_.channels);
        RtAudio::StreamOptions stream;
        stream.streamName = "phonon";
        stream.flags = RTAUDIO_SCHEDULE_REALTIME;
        stream.priority = 80;
        auto block = static_cast<unsigned>(options_.block);
        const RaisedPriority raised(device_priority);  // for the thread that RtAudio starts
        try {
            audio_->openStream(&parameters, nullptr, RTAUDIO_FLOAT32, static_cast<unsigned>(options_.rate), &block,
                               &RtAudioDevice::call, this, &stream, [](RtAudioError::Type, const std::string&) {});
        } catch (const RtAudioError& error) {
            return base::failure(error.getMessage());
        }
        options_.block = static_cast<int>(block);
        options_.rate = audio_->getStreamSampleRate();
        return {};
    }

    base::Result<void, std::string> start(DeviceCallback callback) override {
        callback_ = std::move(callback);
        try {
            audio_->startStream();
        } catch (const RtAudioError& error) {
            return base::failure(error.getMessage());
        }
        return {};
    }

    void stop() override {
        try {
            if (audio_->isStreamOpen()) {
                if (audio_->isStreamRunning()) audio_->abortStream();
                audio_->closeStream();
            }
        } catch (const RtAudioError&) {
        }
    }

    bool is_lost() const noexcept override { return !audio_->isStreamOpen() || !audio_->isStreamRunning(); }

private:
    static int call(void* out, void*, unsigned frames, double, RtAudioStreamStatus, void* self) {
        auto* device = static_cast<RtAudioDevice*>(self);
        device->callback_(static_cast<float*>(out), static_cast<int>(frames), device->options_.channels);
        return 0;
    }

    std::unique_ptr<RtAudio> audio_;
    std::string name_;
    unsigned id_;
    DeviceOptions options_;
    DeviceCallback callback_;
};

void say_nothing(const char*, int, const char*, int, const char*, ...) {}

// The libraries behind RtAudio write what they tried to stderr unless told not to; what came of it is ours to say.
std::unique_ptr<RtAudio> quiet(RtAudio::Api id) {
    snd_lib_error_set_handler(&say_nothing);
    jack_set_error_function([](const char*) {});
    jack_set_info_function([](const char*) {});
    auto audio = std::make_unique<RtAudio>(id);
    audio->showWarnings(false);
    return audio;
}

// A sound server has one rate, and refuses any other: then its own is taken.
double nearest_rate(const RtAudio::DeviceInfo& info, double rate) {
    if (info.sampleRates.empty()) return rate;
    return *std::min_element(info.sampleRates.begin(), info.sampleRates.end(),
                             [rate](unsigned a, unsigned b) { return std::fabs(a - rate) < std::fabs(b - rate); });
}

}  // namespace

base::Result<std::unique_ptr<Device>, std::string> open_rtaudio(const std::string& api, const std::string& device,
                                                                const DeviceOptions& options) {
    for (const Api& a : apis) {
        if (api != a.word) continue;
        try {
            auto audio = quiet(a.id);
            const unsigned count = audio->getDeviceCount();
            if (count == 0) return base::failure(fmt::format("{}: no device", a.name));
            for (unsigned pass = 0; pass < 2; ++pass)
                for (unsigned d = 0; d < count; ++d) {
                    const RtAudio::DeviceInfo info = audio->getDeviceInfo(d);
                    if (!info.probed || info.outputChannels < static_cast<unsigned>(options.channels)) continue;
                    // The usual device first, then any.
                    if (device.empty() ? (pass == 0 && !info.isDefaultOutput)
                                       : info.name.find(device) == std::string::npos)
                        continue;
                    DeviceOptions wanted = options;
                    wanted.rate = nearest_rate(info, options.rate);
                    auto made = std::make_unique<RtAudioDevice>(std::move(audio),
                                                                fmt::format("{}: {}", a.name, info.name), d, wanted);
                    if (auto opened = made->open(); !opened)
                        return base::failure(fmt::format("{}: {}", a.name, opened.error()));
                    return std::unique_ptr<Device>(std::move(made));
                }
            return base::failure(device.empty() ? fmt::format("{}: no device with {} outputs", a.name, options.channels)
                                                : fmt::format("{}: no device is named `{}`", a.name, device));
        } catch (const RtAudioError& error) {
            return base::failure(fmt::format("{}: {}", a.name, error.getMessage()));
        }
    }
    return base::failure(fmt::format("there is no kind of device named `{}`", api));
}

std::vector<DeviceInfo> list_rtaudio() {
    std::vector<DeviceInfo> found;
    for (const Api& a : apis) {
        try {
            auto audio = quiet(a.id);
            for (unsigned d = 0; d < audio->getDeviceCount(); ++d) {
                const RtAudio::DeviceInfo info = audio->getDeviceInfo(d);
                if (!info.probed) continue;
                found.push_back({a.word, info.name, static_cast<int>(info.outputChannels),
                                 static_cast<int>(info.inputChannels), info.isDefaultOutput, info.sampleRates});
            }
        } catch (const RtAudioError&) {
        }
    }
    return found;
}

}  // namespace phonon::io
