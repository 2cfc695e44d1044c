// The words of a mini-notation string as values, by what the string is used for.
#pragma once

#include <vector>

#include "pattern/mini_ast.hpp"

namespace phonon::pattern::mini {

// The constant pattern of an atom; adds a fault and gives silence where the word does not fit `base`.
Pattern read_atom(const Node& atom, MiniBase base, const MiniOptions& options, std::vector<MiniFault>& faults);

// Adds a fault for every word below `node` that is neither a chord's name nor a modifier of one.
void check_chord_words(const Node& node, std::vector<MiniFault>& faults);

// A list of root, chord name and modifiers made into the list of its notes.
Value chord_notes(const std::vector<Value>& parts);

}  // namespace phonon::pattern::mini
