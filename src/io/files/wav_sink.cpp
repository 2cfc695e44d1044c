#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "io/files/sound_sink.hpp"

namespace phonon::io {

namespace {

constexpr std::size_t buffered_bytes = 1 << 18;

base::Result<void, std::string> fault() { return base::failure(std::string(std::strerror(errno))); }

class WavSink final : public SoundSink {
public:
    WavSink(int file, const WavShape& shape) : file_(file), shape_(shape) { held_ = open_wav_header(shape); }
    ~WavSink() override {
        if (file_ >= 0) close(file_);
    }
    WavSink(const WavSink&) = delete;
    WavSink& operator=(const WavSink&) = delete;

    base::Result<void, std::string> write(std::span<const float> samples, std::span<const int> whole) override {
        const auto bytes = static_cast<std::size_t>(shape_.bytes);
        const std::size_t held = held_.size();
        held_.resize(held + samples.size() * bytes);
        unsigned char* at = held_.data() + held;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const std::uint32_t bits = bytes == 4 ? __builtin_bit_cast(std::uint32_t, samples[i])
                                                  : static_cast<std::uint32_t>(whole[i]) >> (32 - 8 * bytes);
            for (std::size_t b = 0; b < bytes; ++b) *at++ = static_cast<unsigned char>(bits >> (8 * b));
        }
        return held_.size() < buffered_bytes ? base::Result<void, std::string>{} : flush();
    }

    base::Result<void, std::string> finish(std::uint64_t frames) override {
        const auto header = wav_header(shape_, frames);
        if ((frames * static_cast<std::uint64_t>(shape_.channels * shape_.bytes)) % 2 == 1) held_.push_back(0);
        if (auto flushed = flush(); !flushed) return flushed;
        struct stat status {};
        const bool regular = fstat(file_, &status) == 0 && S_ISREG(status.st_mode);
        if (regular && pwrite(file_, header.data(), header.size(), 0) != static_cast<ssize_t>(header.size()))
            return fault();
        if (regular && fsync(file_) != 0) return fault();
        const int closed = close(file_);
        file_ = -1;
        return closed == 0 ? base::Result<void, std::string>{} : fault();
    }

private:
    base::Result<void, std::string> flush() {
        for (std::size_t done = 0; done < held_.size();) {
            const ssize_t n = ::write(file_, held_.data() + done, held_.size() - done);
            if (n < 0 && errno != EINTR) return fault();
            if (n > 0) done += static_cast<std::size_t>(n);
        }
        held_.clear();
        return {};
    }

    int file_;
    WavShape shape_;
    std::vector<unsigned char> held_;
};

}  // namespace

base::Result<std::unique_ptr<SoundSink>, std::string> open_wav(int file, const WavShape& shape) {
    return std::make_unique<WavSink>(file, shape);
}

}  // namespace phonon::io
