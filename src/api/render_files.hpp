// The files that a render writes: the master, and one for each stem. All of them appear, or none.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "api/outcome.hpp"
#include "base/result.hpp"
#include "engine/render.hpp"
#include "io/files/wav_writer.hpp"

namespace phonon::api {

class RenderFiles {
public:
    struct Fault {
        phonon_status status;
        std::string text;
    };

    // What `options` ask for: the stems as FOLDER/<name>.wav or .flac, in a folder that is made where it is missing.
    // Refuses what could not end well: two names for one file, more frames than the disk has room for.
    static base::Result<RenderFiles, Fault> create(const phonon_render_options& options,
                                                   const std::vector<std::string>& stem_names, std::int64_t frames);
    RenderFiles(RenderFiles&&) noexcept = default;
    RenderFiles& operator=(RenderFiles&&) noexcept = default;
    ~RenderFiles();

    // A sentence where a file cannot take them; then nothing is left behind.
    base::Result<void, std::string> write(const engine::RenderedFrames& frames);
    base::Result<void, std::string> finish();

    // Paths of the stems, in the program's order.
    const std::vector<std::string>& stems() const noexcept { return stem_paths_; }
    // Sentences about files that cannot hold how loud their sound is.
    std::vector<std::string> clipped() const;

private:
    RenderFiles() = default;

    std::optional<io::SoundWriter> master_;
    std::vector<io::SoundWriter> stems_;
    std::vector<std::string> stem_paths_;
    std::filesystem::path made_folder_;  // removed again, if empty, where nothing came of it
};

}  // namespace phonon::api
