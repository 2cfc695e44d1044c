// Characters that are no part of the language, and what a person who typed them probably wanted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace phonon::lang {

// Bytes of the character that `text` begins with: a whole UTF-8 sequence, or 1 where there is none.
std::size_t character_length(std::string_view text) noexcept;

// Bytes of the quote that `text` begins with where people use it in place of ": typographic ones, ' and `. 0 if none.
std::size_t foreign_quote_length(std::string_view text) noexcept;

// A letter of a script or a sign of no use here may stand in a name that somebody tried; blanks and quotes may not.
bool joins_names(std::string_view character) noexcept;

struct Stranger {
    std::string message;
    std::string help;
    std::size_t length = 1;     // bytes that it describes
    bool rest_of_line = false;  // what follows on the line is of the same kind, as behind //
    bool whole = false;         // `length` is all of it, over lines, too
};
// Bytes of a function without a name, as `x => ...`, that `text` begins with; 0 where it does not.
std::size_t foreign_function_length(std::string_view text) noexcept;
Stranger describe_stranger(std::string_view text);

}  // namespace phonon::lang
