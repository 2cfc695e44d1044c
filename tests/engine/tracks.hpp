// The tracks of tests/data, checked, and what they sound with.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/samples/library.hpp"
#include "lang/check.hpp"

namespace phonon::engine {

inline std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

struct Track {
    std::string name;
    lang::Program program;
};

inline std::vector<Track> tracks() {
    std::vector<Track> all;
    lang::CheckOptions options;
    options.read_file = [](const std::string& path) { return std::optional(text_of(path)); };
    for (const auto& entry : std::filesystem::directory_iterator(PHONON_TEST_DATA "/tracks")) {
        if (entry.path().extension() != ".ph") continue;
        auto checked = lang::check(entry.path().string(), text_of(entry.path()), options);
        REQUIRE_FALSE(checked.diagnostics.has_errors());
        all.push_back({entry.path().filename().string(), std::move(checked.program)});
    }
    std::sort(all.begin(), all.end(), [](const Track& a, const Track& b) { return a.name < b.name; });
    REQUIRE(all.size() >= 14);
    return all;
}

inline SampleLibrary& kit() {
    static SampleLibrary library([](const std::filesystem::path& p) -> base::Result<dsp::Recording, std::string> {
        return base::failure("no file is read: " + p.string());
    });
    return library;
}

}  // namespace phonon::engine
