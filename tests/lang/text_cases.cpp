// Runs tests/lang/cases/*.phtest (their form: text_case.hpp). With PHONON_UPDATE=1 in the environment what the front
// end says becomes what is expected; read the difference before it is committed.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "text_case.hpp"

using namespace phonon::lang;

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

std::vector<std::filesystem::path> case_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(PHONON_TEST_DATA) / "../lang/cases"))
        if (entry.path().extension() == ".phtest") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("text cases") {
    const bool update = std::getenv("PHONON_UPDATE") != nullptr;
    const auto files = case_files();
    REQUIRE(files.size() >= 3);
    for (const auto& path : files) {
        CaseFile file = read_cases(read_file(path));
        CHECK(!file.cases.empty());
        for (TextCase& c : file.cases) {
            CAPTURE(path.filename().string());
            CAPTURE(c.title);
            CHECK(!c.sections.empty());
            for (CaseSection& section : c.sections) {
                CAPTURE(section.kind);
                const std::string said = actual(c, section.kind);
                if (update)
                    section.expected = said;
                else
                    CHECK(said == section.expected);
            }
        }
        if (update) std::ofstream(path, std::ios::binary) << write_cases(file);
    }
}

TEST_CASE("case files are read as they are written") {
    const char* text = "About.\n\n=== one\nout $ saw 55\n--- syntax\n--- canonical\nout $ saw 55\n";
    const CaseFile file = read_cases(text);
    REQUIRE(file.cases.size() == 1);
    CHECK(file.prose == "About.");
    CHECK(file.cases[0].source == "out $ saw 55\n");
    CHECK(file.cases[0].sections[0].expected.empty());
    CHECK(file.cases[0].sections[1].expected == "out $ saw 55");
    CHECK(write_cases(file) == text);
}
