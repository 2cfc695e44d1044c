#include <sndfile.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "io/files/sound_sink.hpp"

namespace phonon::io {

namespace {

class FlacSink final : public SoundSink {
public:
    explicit FlacSink(SNDFILE* sound) : sound_(sound) {}
    ~FlacSink() override {
        if (sound_ != nullptr) sf_close(sound_);
    }
    FlacSink(const FlacSink&) = delete;
    FlacSink& operator=(const FlacSink&) = delete;

    base::Result<void, std::string> write(std::span<const float>, std::span<const int> whole) override {
        errno = 0;
        const auto count = static_cast<sf_count_t>(whole.size());
        // The encoder tells of a full disk by errno alone.
        if (sf_write_int(sound_, whole.data(), count) == count && errno != ENOSPC && errno != EFBIG) return {};
        return base::failure(std::string(errno != 0 ? std::strerror(errno) : sf_strerror(sound_)));
    }

    base::Result<void, std::string> finish(std::uint64_t) override {
        errno = 0;
        SNDFILE* closing = sound_;
        sound_ = nullptr;
        if (sf_close(closing) == 0 && errno != ENOSPC && errno != EFBIG) return {};
        return base::failure(std::string(errno != 0 ? std::strerror(errno) : "the encoder failed"));
    }

private:
    SNDFILE* sound_;
};

}  // namespace

base::Result<std::unique_ptr<SoundSink>, std::string> open_flac(int file, int rate, int channels) {
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = channels;
    info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
    SNDFILE* sound = sf_open_fd(file, SFM_WRITE, &info, 1);
    if (sound != nullptr) return std::make_unique<FlacSink>(sound);
    std::string why = sf_strerror(nullptr);
    close(file);
    return base::failure(std::move(why));
}

}  // namespace phonon::io
