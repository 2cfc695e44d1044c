// Scales by where their names come from. Names that both have mean the same scale, but for two.
#pragma once

#include "pattern/notes.hpp"

namespace phonon::pattern {

// nullptr where Tidal has no such scale.
const Scale* find_tidal_scale(std::string_view name);
// nullptr where only Tidal has it, or nobody.
const Scale* find_strudel_scale(std::string_view name);

}  // namespace phonon::pattern
