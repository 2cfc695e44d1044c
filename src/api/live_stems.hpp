// What live commands make of a program's stems.
#pragma once

#include <string>

#include "lang/program.hpp"

namespace phonon::api {

std::string stem_name(int number);  // "out", "d1"

// `jumpIn` and `xfade` put another sound in place of a stem; an xfade keeps the old one beside it, as long as it is
// heard, and calls the new one "d1/new". With `once`, the sounds of `once` are stems too.
lang::Program with_commands(const lang::Program& program, bool once);

// Whether an xfade's old and new sound are both there.
bool has_two_sounds(const lang::Program& program, const std::string& stem);

}  // namespace phonon::api
