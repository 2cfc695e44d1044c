// Text to tokens (LANGUAGE.md 2). Total: every sequence of bytes gives tokens, faults go to the diagnostics.
//
// A token is small and knows only its place: a text of megabytes stays cheap, and values are read from the text when
// the parser asks.
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "lang/ast.hpp"

namespace phonon::lang {

struct Token {
    enum class Type : std::uint8_t {
        number,
        text,
        word,
        bus,
        op,
        open_round,
        close_round,
        open_square,
        close_square,
        comma,
        colon,
        equals,
        dot,
        unreadable,  // reported; the parser steps over it
        end,
    };
    base::TextSpan span;
    Type type = Type::end;
    bool blank_before : 1 = false;  // a blank or a line's end; true at both ends of the text
    bool blank_after : 1 = false;
    bool first_on_line : 1 = false;
    bool first_column : 1 = false;
    bool starts_statement : 1 = false;
    bool unterminated : 1 = false;    // of a text: it may have swallowed what was meant to follow
    std::uint8_t open_quote : 4 = 0;  // bytes of a text's quotes: people also type typographic ones
    std::uint8_t close_quote : 4 = 0;
};

struct TokenList {
    std::vector<Token> tokens;  // the last one is `end`
    std::vector<Comment> comments;
};

// Where a limit of parser.hpp is passed, that is reported and the tokens end there.
TokenList tokenize(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics);

// What an `op` token means. The text is one that the lexer took for an operator.
OperatorUse read_operator(std::string_view text, base::TextSpan span) noexcept;

// Length of the operator that `text` begins with, 0 where it begins with none. The longest one counts.
std::size_t operator_length(std::string_view text) noexcept;

}  // namespace phonon::lang
