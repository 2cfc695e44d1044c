// The built-in instruments: a phonon program that stands in the binary, made from prelude/synths.ph.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phonon::lang {

std::string_view prelude() noexcept;

// Their names as `s` gives them ("superpiano"), in the order of the file.
std::vector<std::string> prelude_instruments();

}  // namespace phonon::lang
