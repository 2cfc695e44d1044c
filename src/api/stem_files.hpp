// One float32 file for each stem of a program.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/render.hpp"

namespace phonon::api {

// Plays the program once more and writes its stems, as they are before the output stage, to FOLDER/<name>.wav. The
// folder is made where it is missing. `go_on` is asked often; false stops, and leaves no file. Gives the files written,
// none where it was stopped; fails with a sentence.
base::Result<std::vector<std::string>, std::string> write_stems(const lang::Program& program,
                                                                engine::SoundSource& sounds,
                                                                const engine::RenderOptions& options,
                                                                const std::filesystem::path& folder,
                                                                const std::function<bool()>& go_on);

}  // namespace phonon::api
