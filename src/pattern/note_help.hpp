// What to write in place of a word that is neither a number nor a note.
#pragma once

#include <string>
#include <string_view>

namespace phonon::pattern {

// For "440hz", "cmaj7", "h4", ".5:4" and their like; "" where nothing is known.
std::string help_for_no_note(std::string_view word);

}  // namespace phonon::pattern
