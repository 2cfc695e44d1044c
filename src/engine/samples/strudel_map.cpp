#include "engine/samples/strudel_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>

namespace phonon::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t max_map_bytes = 16u << 20;

bool is_remote(std::string_view place) { return place.find(':') != place.npos; }

// Semitones, for sorting only: "c4", "f#3", "bb2", "eb". What is no note name sorts first.
int pitch_of(std::string_view name) {
    constexpr std::string_view letters = "c d ef g a b";
    if (name.empty()) return -1000;
    const auto letter = letters.find(static_cast<char>(name[0] | 0x20));
    if (letter == letters.npos || name[0] == ' ') return -1000;
    int pitch = static_cast<int>(letter);
    std::size_t i = 1;
    for (; i < name.size() && std::string_view("#sbf").find(name[i]) != std::string_view::npos; ++i)
        pitch += name[i] == '#' || name[i] == 's' ? 1 : -1;
    int octave = 3;
    const bool negative = i < name.size() && name[i] == '-';
    if (negative) ++i;
    if (i < name.size() && name[i] >= '0' && name[i] <= '9') octave = name[i] - '0';
    return pitch + 12 * (negative ? -octave : octave);
}

class Reader {
public:
    Reader(fs::path folder, std::string base) : folder_(std::move(folder)), base_(std::move(base)) {}

    StrudelMap map;

    void add(const std::string& name, const nlohmann::json& sounds) {
        if (sounds.is_object()) {
            std::vector<std::pair<int, const nlohmann::json*>> by_pitch;
            for (const auto& [note, files] : sounds.items())
                if (!note.starts_with('_')) by_pitch.emplace_back(pitch_of(note), &files);
            std::ranges::stable_sort(by_pitch, {}, &std::pair<int, const nlohmann::json*>::first);
            for (const auto& [pitch, files] : by_pitch) add_files(name, *files);
        } else {
            add_files(name, sounds);
        }
    }

private:
    void add_files(const std::string& name, const nlohmann::json& files) {
        if (files.is_array()) {
            for (const auto& file : files) add_files(name, file);
        } else if (files.is_string()) {
            add_file(name, files.get<std::string>());
        }
    }

    void add_file(const std::string& name, const std::string& file) {
        const fs::path relative = (fs::path(is_remote(base_) ? "" : base_) / file).lexically_normal();
        std::error_code error;
        const bool inside =
            !is_remote(file) && relative.is_relative() && !relative.empty() && *relative.begin() != "..";
        if (inside && fs::is_regular_file(folder_ / relative, error)) {
            map.banks[name].push_back(folder_ / relative);
        } else if (map.missing++ == 0) {
            map.first_missing = file;
        }
    }

    fs::path folder_;
    std::string base_;
};

}  // namespace

base::Result<StrudelMap, std::string> read_strudel_map(const fs::path& path) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    if (error || size > max_map_bytes)
        return base::failure(
            fmt::format("{}: {}", path.string(), error ? "cannot be read" : "too long for a map of samples"));
    std::ifstream file(path, std::ios::binary);
    const auto json = nlohmann::json::parse(file, nullptr, false);
    if (!json.is_object()) return base::failure(fmt::format("{}: not a map of samples", path.string()));
    std::string base;
    if (const auto at = json.find("_base"); at != json.end() && at->is_string()) base = at->get<std::string>();
    Reader reader(path.parent_path(), std::move(base));
    for (const auto& [name, sounds] : json.items())
        if (!name.starts_with('_')) reader.add(name, sounds);
    return std::move(reader.map);
}

}  // namespace phonon::engine
