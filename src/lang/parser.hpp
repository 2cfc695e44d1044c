// Text to syntax tree. Total: every text gives a tree, faults go to `diagnostics`; nothing recurses deeper than the
// nesting limit, and time grows linearly with the text.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/diagnostics.hpp"
#include "lang/ast.hpp"

namespace phonon::lang {

inline constexpr int nesting_limit = 1000;           // brackets inside brackets
inline constexpr int tree_height_limit = 3000;       // levels of the tree, where sums and calls count too
inline constexpr std::size_t text_limit = 64 << 20;  // bytes
inline constexpr int expression_limit = 500'000;     // expressions in one text
inline constexpr std::size_t fault_limit = 1000;     // then the rest of the text is not read

SyntaxTree parse(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics);

// Reads the text as one expression, lines as they come. Never null.
ExprPtr parse_expression(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics);

}  // namespace phonon::lang
