#include "api/render_files.hpp"

#include <fmt/format.h>

#include <map>

namespace phonon::api {

namespace fs = std::filesystem;

namespace {

io::SoundFormat sound_format_of(phonon_file_format format) {
    switch (format) {
        case PHONON_WAV16: return io::SoundFormat::wav16;
        case PHONON_WAV24: return io::SoundFormat::wav24;
        case PHONON_WAV32F: return io::SoundFormat::wav32f;
        case PHONON_FLAC: return io::SoundFormat::flac;
    }
    return io::SoundFormat::wav16;
}

// Bytes of a second channel pair's frame; 0 where only the encoder will tell.
std::int64_t frame_bytes(phonon_file_format format) {
    switch (format) {
        case PHONON_WAV16: return 4;
        case PHONON_WAV24: return 6;
        case PHONON_WAV32F: return 8;
        case PHONON_FLAC: return 0;
    }
    return 0;
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

bool is_special(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    return fs::exists(status) && !fs::is_regular_file(status);
}

// Also of files that are not there yet, whatever way leads to them.
bool is_same(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return fs::weakly_canonical(fs::absolute(a), error) == fs::weakly_canonical(fs::absolute(b), error);
}

std::optional<std::string> lacking_room(const std::map<fs::path, std::int64_t>& needed) {
    for (const auto& [folder, bytes] : needed) {
        std::error_code error;
        const fs::space_info space = fs::space(folder, error);
        if (error || static_cast<std::uintmax_t>(bytes) <= space.available) continue;
        return fmt::format("{}: {:.1f} GB would be written, and {:.1f} GB are free", folder.string(),
                           static_cast<double>(bytes) * 1e-9, static_cast<double>(space.available) * 1e-9);
    }
    return std::nullopt;
}

}  // namespace

base::Result<RenderFiles, RenderFiles::Fault> RenderFiles::create(const phonon_render_options& o,
                                                                  const std::vector<std::string>& stem_names,
                                                                  std::int64_t frames) {
    RenderFiles files;
    std::map<fs::path, std::int64_t> needed;
    const auto open = [&](const std::string& path, phonon_file_format format) {
        if (!is_special(path)) needed[folder_of(path)] += frames * frame_bytes(format);
        return io::SoundWriter::create(path, sound_format_of(format), static_cast<int>(o.rate), 2);
    };
    if (o.output != nullptr) {
        auto made = open(o.output, o.format);
        if (!made) return base::failure(Fault{PHONON_FILE_ERROR, made.error()});
        files.master_ = std::move(*made);
    }
    if (o.stems != nullptr) {
        const fs::path folder = o.stems;
        std::error_code error;
        if (fs::create_directories(folder, error)) files.made_folder_ = folder;
        if (error)
            return base::failure(Fault{
                PHONON_FILE_ERROR, fmt::format("cannot make the folder `{}`: {}", folder.string(), error.message())});
        for (const std::string& name : stem_names) {
            const fs::path path = folder / (name + (o.stem_format == PHONON_FLAC ? ".flac" : ".wav"));
            if (o.output != nullptr && is_same(path, o.output))
                return base::failure(
                    Fault{PHONON_USAGE_ERROR,
                          fmt::format("`{}` is both the output and a stem: name another", path.string())});
            auto made = open(path.string(), o.stem_format);
            if (!made) return base::failure(Fault{PHONON_FILE_ERROR, made.error()});
            files.stems_.push_back(std::move(*made));
            files.stem_paths_.push_back(path.string());
        }
    }
    if (auto lacking = lacking_room(needed)) return base::failure(Fault{PHONON_FILE_ERROR, *lacking});
    return files;
}

RenderFiles::~RenderFiles() {
    stems_.clear();
    std::error_code ignored;
    if (!made_folder_.empty() && fs::is_empty(made_folder_, ignored) && !ignored) fs::remove(made_folder_, ignored);
}

base::Result<void, std::string> RenderFiles::write(const engine::RenderedFrames& frames) {
    if (master_)
        if (auto written = master_->write(frames.master); !written) return written;
    for (std::size_t s = 0; s < stems_.size(); ++s)
        if (auto written = stems_[s].write(frames.stems[s]); !written) return written;
    return {};
}

base::Result<void, std::string> RenderFiles::finish() {
    if (master_)
        if (auto completed = master_->complete(); !completed) return completed;
    for (io::SoundWriter& stem : stems_)
        if (auto completed = stem.complete(); !completed) return completed;
    for (io::SoundWriter& stem : stems_)
        if (auto finished = stem.finish(); !finished) return finished;
    return master_ ? master_->finish() : base::Result<void, std::string>{};
}

std::vector<std::string> RenderFiles::clipped() const {
    std::vector<std::string> out;
    for (std::size_t s = 0; s < stems_.size(); ++s)
        if (const std::int64_t count = stems_[s].clipped(); count > 0)
            out.push_back(
                fmt::format("{}: {} samples are louder than its format holds and were clipped; "
                            "the stem format wav32f keeps them",
                            stem_paths_[s], count));
    return out;
}

}  // namespace phonon::api
