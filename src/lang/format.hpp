// The one canonical form of a program: `$` for definitions, `:name value` for arguments by name, calls by blanks, one
// blank around operators. Comments stay at their place, lines stay broken where the author broke them (indented by
// two), at most one blank line separates statements.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "base/result.hpp"

namespace phonon::lang {

// Fails with the diagnostics of a text that has syntax errors (file 0). format(format(x)) == format(x), and both parse
// to the same tree up to places and to brackets around single arguments.
base::Result<std::string, base::Diagnostics> format(std::string_view text);

}  // namespace phonon::lang
