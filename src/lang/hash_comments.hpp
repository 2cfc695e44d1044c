// A line whose very first character is `#` is a comment (LANGUAGE.md 2), also where it was meant to go on with the
// chain above it. One that reads like a piece of a chain is worth a warning.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "lang/ast.hpp"

namespace phonon::lang {

void warn_of_hash_comments(std::string_view text, const std::vector<Comment>& comments, base::Diagnostics& diagnostics);

}  // namespace phonon::lang
