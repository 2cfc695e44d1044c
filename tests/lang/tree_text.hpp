// A syntax tree as one line of text a statement, without places: what two trees must share to mean the same.
#pragma once

#include <string>

#include "lang/ast.hpp"

namespace phonon::lang {

std::string tree_text(const SyntaxTree& tree);
// Brackets around a single argument do not count.
std::string tree_text(const Expr& expr);

}  // namespace phonon::lang
