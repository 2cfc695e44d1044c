// How the chord qualities of lead sheets are laid out: a table of facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pattern/chord_symbols.hpp"

namespace phonon::pattern {

// The layouts of a quality in the dictionary of that name; unknown dictionaries read as "ireal". Empty where the table
// has none.
std::vector<Voicing> known_layouts(std::string_view dictionary, std::string_view quality);

}  // namespace phonon::pattern
