#include "io/files/wav_writer.hpp"

#include <fmt/format.h>

#include <cassert>
#include <vector>

#include "io/files/dither.hpp"
#include "io/files/new_file.hpp"
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

}  // namespace

struct SoundWriter::Impl {
    NewFile file;
    std::unique_ptr<SoundSink> sink;  // null once complete or failed
    bool complete = false;
    int channels = 2;
    std::int64_t frames = 0;
    std::optional<Dither> dither;
    std::vector<int> whole;
    std::string fault;

    explicit Impl(NewFile f) : file(std::move(f)) {}

    base::Result<void, std::string> failed(std::string_view what, std::string_view why) {
        fault = fmt::format("{}: {} ({})", file.target().string(), what, why);
        sink.reset();
        file.discard();
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
    auto file = NewFile::create(target);
    if (!file) return base::failure(file.error());
    auto impl = std::make_unique<Impl>(std::move(*file));
    impl->channels = channels;
    if (format == SoundFormat::wav16) impl->dither.emplace(16);
    if (format == SoundFormat::wav24 || format == SoundFormat::flac) impl->dither.emplace(24);

    auto sink = open_sink(impl->file.take_descriptor(), format, rate, channels);
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
    w.complete = true;
    w.fault = fmt::format("{}: already complete", w.file.target().string());
    return {};
}

base::Result<void, std::string> SoundWriter::finish() {
    Impl& w = *impl_;
    if (w.sink != nullptr)
        if (auto completed = complete(); !completed) return completed;
    if (!w.complete) return base::failure(w.fault);
    w.complete = false;
    return w.file.publish();
}

std::int64_t SoundWriter::frames() const noexcept { return impl_->frames; }
std::int64_t SoundWriter::clipped() const noexcept { return impl_->dither ? impl_->dither->clipped() : 0; }

}  // namespace phonon::io
