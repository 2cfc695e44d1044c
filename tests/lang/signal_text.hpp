// Checked sounds as one line of text, for tests: lpf(saw({55@0 110@1/2}), 800, 0.707). Patterns show their first cycle.
#pragma once

#include <string>

#include "lang/check.hpp"

namespace phonon::lang {

std::string to_text(const Signal& signal, const Program& program);

// The stem `out` (or the first one) of a program, with the names of its buses in place of their sounds; "error: ..."
// with the first message where the program has faults.
std::string sound_of(const std::string& program);
// The same for the bus `name` as it stands in the checked program; "none" where nothing heard reaches it.
std::string bus_of(const std::string& program, const std::string& name);
std::string instrument_of(const std::string& program, const std::string& name);

// "E0102 unknown word `savv`; ..." in the order of their places.
std::string faults_of(const std::string& program, const CheckOptions& options = {});

}  // namespace phonon::lang
