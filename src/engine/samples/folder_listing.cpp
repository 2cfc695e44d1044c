#include "engine/samples/folder_listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <system_error>

#include "engine/samples/strudel_map.hpp"

namespace phonon::engine {

namespace fs = std::filesystem;

namespace {

constexpr int max_depth = 3;

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

bool is_licence_file(const std::string& name) {
    const std::string n = lower(name);
    return n.starts_with("license") || n.starts_with("licence") || n.starts_with("copying") || n == "copyright";
}

// The entries of one folder, sorted by the bytes of their names so that numbers agree between machines.
struct Entries {
    std::vector<fs::path> folders, sounds;
    fs::path map, licence;
    std::error_code error;
};

Entries entries_of(const fs::path& folder) {
    Entries e;
    fs::directory_iterator at(folder, fs::directory_options::skip_permission_denied, e.error);
    for (; !e.error && at != fs::directory_iterator(); at.increment(e.error)) {
        const fs::path& path = at->path();
        const std::string name = path.filename().string();
        if (name.starts_with('.')) continue;
        std::error_code unreadable;
        if (at->is_directory(unreadable))
            e.folders.push_back(path);
        else if (is_sound_file(path))
            e.sounds.push_back(path);
        else if (name == "strudel.json")
            e.map = path;
        else if (is_licence_file(name))
            e.licence = path;
    }
    const auto by_bytes = [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); };
    std::ranges::sort(e.folders, by_bytes);
    std::ranges::sort(e.sounds, by_bytes);
    return e;
}

class Lister {
public:
    FolderListing listing;

    void add_pack(const Entries& e, const fs::path& outer_licence, int depth) {
        const fs::path& licence = e.licence.empty() ? outer_licence : e.licence;
        if (!e.map.empty()) add_map(e.map, licence);
        for (const fs::path& folder : e.folders) add_subfolder(folder, licence, depth);
        add_flat(e.sounds, licence);
    }

private:
    // A name that is there already stays: maps are read before folders, folders before loose files.
    void add_bank(std::string name, FolderBank bank) {
        if (!name.empty() && !bank.files.empty()) listing.banks.try_emplace(std::move(name), std::move(bank));
    }

    void add_map(const fs::path& map, const fs::path& licence) {
        auto read = read_strudel_map(map);
        if (!read) {
            listing.notes.push_back(read.error());
            return;
        }
        if (read->missing > 0)
            listing.notes.push_back(
                fmt::format("{}: {} of its sounds are not in this folder and are passed over, first {}", map.string(),
                            read->missing, read->first_missing));
        for (auto& [name, files] : read->banks) {
            mapped_.insert(name);
            add_bank(name, {std::move(files), licence});
        }
    }

    void add_subfolder(const fs::path& folder, const fs::path& licence, int depth) {
        Entries inner = entries_of(folder);
        if (inner.error) {
            listing.notes.push_back(fmt::format("{}: cannot be read ({})", folder.string(), inner.error.message()));
            return;
        }
        if (!inner.sounds.empty() && inner.map.empty()) {
            add_bank(folder.filename().string(),
                     {std::move(inner.sounds), inner.licence.empty() ? licence : inner.licence});
            return;
        }
        if (depth < max_depth) add_pack(inner, licence, depth + 1);
    }

    void add_flat(const std::vector<fs::path>& sounds, const fs::path& licence) {
        std::map<std::string, FolderBank> banks;
        for (const fs::path& file : sounds) {
            const std::string whole = file.stem().string();
            const std::string prefix = whole.substr(0, whole.find('_'));
            banks[whole].files.push_back(file);
            if (prefix != whole && !prefix.empty()) banks[prefix].files.push_back(file);
        }
        for (auto& [name, bank] : banks) {
            bank.licence = licence;
            if (mapped_.contains(name)) continue;
            // Loose files follow those of a folder of the same name; a whole name (with its `_`) gives way to the
            // folder.
            const auto there = listing.banks.find(name);
            if (there == listing.banks.end())
                add_bank(name, std::move(bank));
            else if (name.find('_') == name.npos)
                there->second.files.insert(there->second.files.end(), bank.files.begin(), bank.files.end());
        }
    }

    std::set<std::string, std::less<>> mapped_;  // names that a map has spoken for
};

}  // namespace

bool is_sound_file(const fs::path& file) {
    static constexpr std::array<std::string_view, 10> endings = {".wav",  ".wave", ".flac", ".ogg",  ".oga",
                                                                 ".opus", ".aif",  ".aiff", ".aifc", ".mp3"};
    return std::ranges::find(endings, lower(file.extension().string())) != endings.end();
}

base::Result<FolderListing, std::string> list_folder(const fs::path& folder) {
    const Entries e = entries_of(folder);
    if (e.error)
        return base::failure(
            fmt::format("{}: cannot be read as a folder of samples ({})", folder.string(), e.error.message()));
    Lister lister;
    lister.add_pack(e, {}, 1);
    return std::move(lister.listing);
}

}  // namespace phonon::engine
