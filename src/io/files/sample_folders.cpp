#include "io/files/sample_folders.hpp"

#include <cstdlib>
#include <string_view>

namespace phonon::io {

namespace fs = std::filesystem;
using engine::FolderRank;

namespace {

std::vector<fs::path> paths_in(std::string_view list) {
    std::vector<fs::path> paths;
    while (!list.empty()) {
        const auto colon = list.find(':');
        if (colon != 0) paths.emplace_back(list.substr(0, colon));
        list.remove_prefix(colon == list.npos ? list.size() : colon + 1);
    }
    return paths;
}

}  // namespace

std::string environment_variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::vector<engine::SampleFolder> sample_folders(const std::vector<fs::path>& options, const Environment& environment) {
    std::vector<engine::SampleFolder> all;
    for (const fs::path& path : options) all.push_back({path, FolderRank::option, {}});
    for (const fs::path& path : paths_in(environment("PHONON_SAMPLES")))
        all.push_back({path, FolderRank::environment, {}});

    const auto add_existing = [&](const fs::path& path, FolderRank rank, const fs::path& licence = {}) {
        std::error_code error;
        if (fs::is_directory(path, error))
            all.push_back({path, rank, fs::exists(licence, error) ? licence : fs::path{}});
    };
    add_existing("samples", FolderRank::project);
    std::string data = environment("XDG_DATA_HOME");
    if (const std::string home = environment("HOME"); data.empty() && !home.empty()) data = home + "/.local/share";
    if (!data.empty()) add_existing(fs::path(data) / "phonon/samples", FolderRank::user);
    std::string shared = environment("XDG_DATA_DIRS");
    if (shared.empty()) shared = "/usr/local/share:/usr/share";
    for (const fs::path& path : paths_in(shared)) {
        add_existing(path / "phonon/samples", FolderRank::installed);
        add_existing(path / "sonic-pi/samples", FolderRank::installed, path / "doc/sonic-pi-samples/copyright");
    }
    return all;
}

}  // namespace phonon::io
