// How a string is read where it is used: the same "1" is a number in `n`, a word in `vowel`, a truth in `struct`.
#pragma once

#include <cstdint>

namespace phonon::lang {

enum class Reading : std::uint8_t { raw, word, number, boolean, sample };

}  // namespace phonon::lang
