#include "io/files/recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

#include "io/files/wav_container.hpp"

namespace phonon::io {
namespace {

constexpr int ring_seconds = 8;
constexpr auto pace = std::chrono::milliseconds(100);  // between writes: at most so much is lost when killed

}  // namespace

base::Result<std::unique_ptr<Recorder>, std::string> Recorder::create(const std::string& path, int rate) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) return base::failure(fmt::format("cannot write `{}`: {}", path, std::strerror(errno)));
    return std::unique_ptr<Recorder>(new Recorder(path, file, rate));
}

Recorder::Recorder(std::string path, std::FILE* file, int rate)
    : path_(std::move(path)),
      file_(file),
      rate_(rate),
      ring_(static_cast<std::size_t>(ring_seconds) * static_cast<std::size_t>(rate)) {
    failed_ = !write_header();
    thread_ = std::thread([this] { run(); });
}

Recorder::~Recorder() {
    stop_ = true;
    thread_.join();
    std::fclose(file_);
}

std::string Recorder::fault() const {
    if (failed_) return fmt::format("the recording `{}` cannot be written on", path_);
    if (const std::uint64_t lost = ring_.lost(); lost > 0)
        return fmt::format("{} frames are missing from the recording `{}`: the disk is too slow", lost, path_);
    return "";
}

bool Recorder::write_header() {
    const auto header = wav_header({rate_, 2, static_cast<int>(sizeof(float))}, bytes_ / (2 * sizeof(float)));
    return std::fseek(file_, 0, SEEK_SET) == 0 &&
           std::fwrite(header.data(), 1, header.size(), file_) == header.size() && std::fseek(file_, 0, SEEK_END) == 0;
}

bool Recorder::write_some() {
    std::vector<float> frames(65536);
    bool wrote = false;
    while (const std::size_t count = ring_.read(frames)) {
        if (std::fwrite(frames.data(), sizeof(float), count, file_) != count) return false;
        bytes_ += count * sizeof(float);
        wrote = true;
    }
    // The data is on its way before the header that promises it.
    return !wrote || (std::fflush(file_) == 0 && write_header() && std::fflush(file_) == 0);
}

void Recorder::run() {
    while (!stop_) {
        std::this_thread::sleep_for(pace);
        if (!failed_ && !write_some()) failed_ = true;
    }
    if (!failed_ && !write_some()) failed_ = true;
}

}  // namespace phonon::io
