// Words that people bring from other languages and programs, and what is written here in their place.
#pragma once

#include <string_view>

namespace phonon::lang {

// The help for a word that stands in an expression, or begins a statement; "" where it is known from nowhere.
std::string_view help_for_foreign_word(std::string_view word) noexcept;
std::string_view help_for_foreign_statement(std::string_view word) noexcept;

// The help for a control that was set on a sound without events.
std::string_view unit_in_place_of_control(std::string_view control) noexcept;

// The usual name here of a sound that people call otherwise: "bd" for "kick". "" if there is none.
std::string_view sound_meant_by(std::string_view name) noexcept;

}  // namespace phonon::lang
