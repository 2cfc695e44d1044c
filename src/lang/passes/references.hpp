// Which buses a statement names, in expressions and in strings.
#pragma once

#include <set>
#include <string>

#include "lang/ast.hpp"

namespace phonon::lang::passes {

std::set<std::string> buses_named_in(const Statement& statement);

}  // namespace phonon::lang::passes
