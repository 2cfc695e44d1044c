// Whether Tidal reads a mini-notation string. Where it does, the string means what it means there; where only Strudel
// reads it, what it means in Strudel.
#pragma once

#include <vector>

#include "pattern/mini_lex.hpp"

namespace phonon::pattern::mini {

// `tokens` end with TokenKind::end. Follows the order in which Tidal lets modifiers stand behind a step: chance (of a
// word alone), one factor, Euclid, chance, then either `..` or weights or repeats.
bool tidal_reads(const std::vector<Token>& tokens);

}  // namespace phonon::pattern::mini
