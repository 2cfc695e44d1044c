// Makes the patterns that the conformance files describe, through the table of words alone.
#pragma once

#include <optional>
#include <string>

#include "conformance.hpp"

namespace phonon::test {

// The pattern of a case with its transforms; nullopt, and the name in `unknown`, where it uses a word that the table
// does not have.
std::optional<Pattern> evaluate(const Json& test_case, std::string& unknown);

}  // namespace phonon::test
