// Mini-notation, characters to tokens. Blanks separate; a token knows whether blanks stood before it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pattern/mini.hpp"

namespace phonon::pattern::mini {

enum class TokenKind : std::uint8_t {
    word,    // a word, note name or number, with inner `:` `'` `%` as written
    bus,     // `~name` or `^name`; text is the name
    rest,    // `~`, `-` or a `^` without a name
    hold,    // `_`
    foot,    // `.`
    range,   // `..`
    symbol,  // one of [ ] < > { } ( ) , | * / ! @ ? % : '
    end,
};

struct Token {
    TokenKind kind;
    std::string_view text;
    std::uint32_t begin;
    std::uint32_t end;
    bool spaced;  // blanks, or the beginning of the string, stand before it

    bool is(char symbol) const noexcept { return kind == TokenKind::symbol && text.front() == symbol; }
};

// The last token is `end`. Characters that no token begins with become faults.
std::vector<Token> lex(std::string_view text, std::vector<MiniFault>& faults);

}  // namespace phonon::pattern::mini
