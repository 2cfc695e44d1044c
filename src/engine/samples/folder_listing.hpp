// What sounds a folder holds, by bank: names only, nothing is decoded.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace phonon::engine {

struct FolderBank {
    std::vector<std::filesystem::path> files;  // in the order of their numbers
    std::filesystem::path licence;             // the nearest licence file; empty where there is none
};

struct FolderListing {
    std::map<std::string, FolderBank, std::less<>> banks;
    std::vector<std::string> notes;  // what was passed over and why, one sentence each
};

// .wav .wave .flac .ogg .oga .opus .aif .aiff .aifc .mp3, in any case.
bool is_sound_file(const std::filesystem::path& file);

// Three layouts, which may be mixed:
//   bank/*.wav      a folder is a bank; its files are sorted by the bytes of their names
//   bd_haus.flac    a file of a flat pack is in bank `bd` and is a bank of one under its whole name
//   strudel.json    a map of names to files in this folder; it has the last word over the names it holds
// A folder with no sounds of its own is a pack and is listed in its turn, three levels deep. Hidden entries are passed
// over. Fails, with a sentence, where the folder cannot be read.
base::Result<FolderListing, std::string> list_folder(const std::filesystem::path& folder);

}  // namespace phonon::engine
