// Where statements begin (LANGUAGE.md 2): found once on the tokens, so that the parser itself sees no lines.
#pragma once

#include <string_view>
#include <vector>

#include "lang/lexer.hpp"

namespace phonon::lang {

// Sets `starts_statement` on the tokens in the first column, unless a bracket is open or an operator stands before
// them: then only on those that look like the head of a definition.
void mark_statements(std::vector<Token>& tokens, std::string_view text);

// Whether the token at `at` looks like the head of a definition, from its own line alone.
bool looks_like_head(const std::vector<Token>& tokens, std::size_t at, std::string_view text, bool chains_too);

}  // namespace phonon::lang
