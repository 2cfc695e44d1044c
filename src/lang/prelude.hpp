// The built-in instruments: a phonon program that stands in the binary, made from prelude/synths.ph.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phonon::lang {

std::string_view prelude() noexcept;

struct PreludeInstrument {
    std::string name;                                         // as `s` gives it: "superpiano"
    std::string section;                                      // what the comment above it says: "keys"
    std::vector<std::pair<std::string, std::string>> params;  // name and default as written, "" where it has none
};
// In the order of the file.
std::vector<PreludeInstrument> prelude_instruments();

}  // namespace phonon::lang
