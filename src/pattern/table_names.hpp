// Arguments that are names of something in a table: scales, modes of arpeggios, words.
#pragma once

#include "pattern/word.hpp"

namespace phonon::pattern {

struct NameTable {
    std::string_view what;  // "scale"
    bool (*has)(std::string_view name);
    std::vector<std::string_view> (*names)();
    std::string_view help = {};  // where no name is near
};

// nullptr where the parameter takes any word.
const NameTable* table_of(const Word& word, const Param& param);

}  // namespace phonon::pattern
