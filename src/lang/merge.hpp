// What a musician evaluates while the program plays replaces the definitions of the same names and leaves all others.
#pragma once

#include <string>
#include <string_view>

namespace phonon::lang {

// `program` without the definitions that `evaluated` makes anew and without live commands, then `evaluated`.
std::string merge_statements(std::string_view program, std::string_view evaluated);

}  // namespace phonon::lang
