// Sample maps as Strudel writes them: {"_base": "...", "bd": ["bd/a.wav", "bd/b.wav"], "piano": {"c4": "p/c4.wav"}}.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace phonon::engine {

struct StrudelMap {
    std::map<std::string, std::vector<std::filesystem::path>>
        banks;        // files that exist; pitched sounds from low to high
    int missing = 0;  // sounds the map names that are not there
    std::string first_missing;
};

// Only files beneath the map's own folder are used: phonon fetches nothing. A `_base` on the network counts as that
// folder, since a downloaded pack carries the map it was served with. Fails, with a sentence, where the text is no map.
base::Result<StrudelMap, std::string> read_strudel_map(const std::filesystem::path& map);

}  // namespace phonon::engine
