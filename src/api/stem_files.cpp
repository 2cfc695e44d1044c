#include "api/stem_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/files/wav_writer.hpp"

namespace phonon::api {

namespace fs = std::filesystem;

base::Result<std::vector<std::string>, std::string> write_stems(const lang::Program& program,
                                                                engine::SoundSource& sounds,
                                                                const engine::RenderOptions& options,
                                                                const fs::path& folder,
                                                                const std::function<bool()>& go_on) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return base::failure(fmt::format("cannot make the folder `{}`: {}", folder.string(), error.message()));

    auto made = engine::Player::make(program, sounds, options.player);
    if (!made) return base::failure(made.error());
    engine::Player& player = **made;
    std::vector<std::string> files;
    std::vector<io::SoundWriter> writers;
    for (std::size_t stem = 0; stem < player.stem_count(); ++stem) {
        files.push_back((folder / (player.stem_name(stem) + ".wav")).string());
        auto writer =
            io::SoundWriter::create(files.back(), io::SoundFormat::wav32f, static_cast<int>(options.player.rate), 2);
        if (!writer) return base::failure(writer.error());
        writers.push_back(std::move(*writer));
    }

    const std::size_t block = 2 * static_cast<std::size_t>(options.block);
    std::vector<float> master(block);
    std::vector<std::vector<float>> stems(writers.size(), std::vector<float>(block));
    const std::vector<std::span<float>> views(stems.begin(), stems.end());
    for (std::int64_t done = 0; done < options.frames; done += options.block) {
        if (!go_on()) return std::vector<std::string>{};
        player.read(master, views);
        const auto samples = 2 * static_cast<std::size_t>(std::min<std::int64_t>(options.block, options.frames - done));
        for (std::size_t stem = 0; stem < writers.size(); ++stem)
            if (auto written = writers[stem].write(std::span(stems[stem]).first(samples)); !written)
                return base::failure(written.error());
    }
    for (io::SoundWriter& writer : writers)
        if (auto finished = writer.finish(); !finished) return base::failure(finished.error());
    return files;
}

}  // namespace phonon::api
