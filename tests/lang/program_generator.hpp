// Random programs without syntax errors, in the many ways that people write them.
#pragma once

#include <cstdint>
#include <string>

namespace phonon::lang {

std::string generate_program(std::uint64_t seed);

}  // namespace phonon::lang
