// Every word that players of Tidal and Strudel know is here, or is left out for a reason.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "dsp/unit/table.hpp"
#include "pattern/word.hpp"

namespace phonon::lang {
namespace {

bool is_unit(std::string_view name) {
    for (const dsp::UnitRow& row : dsp::units())
        if (row.facts->name == name) return true;
    return false;
}

std::vector<std::string> lines_of(const std::string& file_name) {
    std::ifstream file(std::string(PHONON_TEST_DATA) + "/words/" + file_name);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line.front() != '#') lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("the words of Tidal and Strudel are here") {
    int concepts = 0;
    for (const std::string& line : lines_of("names.txt")) {
        if (line.starts_with("without ")) {
            CHECK_MESSAGE(line.size() > line.find(": ") + 20, "a reason is missing: ", line);
            continue;
        }
        ++concepts;
        std::istringstream names(line.substr(line.find(": ") + 2));
        for (std::string name; names >> name;) {
            const bool known = pattern::find_word(name) != nullptr || is_unit(name);
            CHECK_MESSAGE(known, name, " of: ", line);
        }
    }
    CHECK(concepts > 150);
}

TEST_CASE("the controls of SuperDirt and superdough are here") {
    for (const std::string& line : lines_of("controls.txt")) {
        std::istringstream names(line);
        for (std::string name; names >> name;) {
            const pattern::Word* word = pattern::find_word(name);
            const bool known = (word != nullptr && word->kind == pattern::WordKind::control) || is_unit(name);
            CHECK_MESSAGE(known, name, " of: ", line);
        }
    }
}

}  // namespace phonon::lang
