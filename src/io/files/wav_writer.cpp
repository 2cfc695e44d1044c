#include "io/files/wav_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <vector>

#include "io/files/dither.hpp"
#include "io/files/sound_sink.hpp"

namespace phonon::io {

namespace fs = std::filesystem;

namespace {

base::Result<std::unique_ptr<SoundSink>, std::string> open_sink(int file, SoundFormat format, int rate, int channels) {
    switch (format) {
        case SoundFormat::wav16: return open_wav(file, {rate, channels, 2});
        case SoundFormat::wav24: return open_wav(file, {rate, channels, 3});
        case SoundFormat::wav32f: break;
        case SoundFormat::flac: return open_flac(file, rate, channels);
    }
    return open_wav(file, {rate, channels, 4});
}

// A file that is no regular one (/dev/null, a pipe) is written in place: renaming would put a file where it was.
bool is_special(const fs::path& target) {
    std::error_code error;
    const fs::file_status status = fs::status(target, error);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

struct Opened {
    int file = -1;
    fs::path path;
};

Opened open_beside(const fs::path& target) {
    if (is_special(target)) return {open(target.c_str(), O_RDWR | O_CLOEXEC), target};
    for (int attempt = 0; attempt < 100; ++attempt) {
        fs::path part =
            target.parent_path() / fmt::format(".{}.{}.{}.part", target.filename().string(), getpid(), attempt);
        const int file = open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST) return {file, std::move(part)};
    }
    return {};
}

}  // namespace

struct SoundWriter::Impl {
    fs::path target;
    fs::path part;                    // where it grows; the target itself where that is special
    std::unique_ptr<SoundSink> sink;  // null once finished or failed
    int channels = 2;
    std::int64_t frames = 0;
    std::optional<Dither> dither;
    std::vector<int> whole;
    std::string fault;

    ~Impl() { discard(); }

    void discard() noexcept {
        sink.reset();
        std::error_code ignored;
        if (!part.empty() && part != target) fs::remove(part, ignored);
        part.clear();
    }
    base::Result<void, std::string> failed(std::string_view what, std::string_view why) {
        fault = fmt::format("{}: {} ({})", target.string(), what, why);
        discard();
        return base::failure(fault);
    }
};

std::optional<SoundFormat> sound_format(std::string_view name) noexcept {
    if (name == "wav16") return SoundFormat::wav16;
    if (name == "wav24") return SoundFormat::wav24;
    if (name == "wav32f") return SoundFormat::wav32f;
    if (name == "flac") return SoundFormat::flac;
    return std::nullopt;
}

base::Result<SoundWriter, std::string> SoundWriter::create(const fs::path& target, SoundFormat format, int rate,
                                                           int channels) {
    assert(rate > 0 && channels >= 1 && channels <= 8);
    auto impl = std::make_unique<Impl>();
    std::error_code error;
    // Through a link to the file it stands for, as any other program would write it.
    impl->target = fs::is_symlink(target, error) ? fs::weakly_canonical(target, error) : target;
    if (fs::is_directory(impl->target, error))
        return base::failure(fmt::format("{}: cannot be written (it is a folder)", target.string()));
    const Opened opened = open_beside(impl->target);
    if (opened.file < 0)
        return base::failure(fmt::format("{}: cannot be written ({})", target.string(), std::strerror(errno)));
    impl->part = opened.path;
    impl->channels = channels;
    if (format == SoundFormat::wav16) impl->dither.emplace(16);
    if (format == SoundFormat::wav24 || format == SoundFormat::flac) impl->dither.emplace(24);

    auto sink = open_sink(opened.file, format, rate, channels);
    if (!sink) return base::failure(fmt::format("{}: cannot be written ({})", target.string(), sink.error()));
    impl->sink = std::move(*sink);
    return SoundWriter(std::move(impl));
}

SoundWriter::SoundWriter(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
SoundWriter::SoundWriter(SoundWriter&&) noexcept = default;
SoundWriter& SoundWriter::operator=(SoundWriter&&) noexcept = default;
SoundWriter::~SoundWriter() = default;

base::Result<void, std::string> SoundWriter::write(std::span<const float> interleaved) {
    Impl& w = *impl_;
    assert(interleaved.size() % static_cast<std::size_t>(w.channels) == 0);
    if (w.sink == nullptr) return base::failure(w.fault);
    if (w.dither) {
        w.whole.resize(interleaved.size());
        w.dither->quantise(interleaved, w.whole);
    }
    if (const auto written = w.sink->write(interleaved, w.whole); !written)
        return w.failed("could not be written to the end", written.error());
    w.frames += static_cast<std::int64_t>(interleaved.size()) / w.channels;
    return {};
}

base::Result<void, std::string> SoundWriter::complete() {
    Impl& w = *impl_;
    if (w.sink == nullptr) return base::failure(w.fault);
    if (const auto finished = w.sink->finish(static_cast<std::uint64_t>(w.frames)); !finished)
        return w.failed("could not be completed", finished.error());
    w.sink.reset();
    w.fault = fmt::format("{}: already complete", w.target.string());
    return {};
}

base::Result<void, std::string> SoundWriter::finish() {
    Impl& w = *impl_;
    if (w.part.empty()) return base::failure(w.fault);
    if (w.sink != nullptr)
        if (auto completed = complete(); !completed) return completed;
    if (w.part != w.target) {
        std::error_code error;
        fs::rename(w.part, w.target, error);
        if (error) return w.failed("could not be given its name", error.message());
    }
    w.part.clear();
    w.fault = fmt::format("{}: already finished", w.target.string());
    return {};
}

std::int64_t SoundWriter::frames() const noexcept { return impl_->frames; }
std::int64_t SoundWriter::clipped() const noexcept { return impl_->dither ? impl_->dither->clipped() : 0; }

}  // namespace phonon::io
