#include "pattern/mini_lex.hpp"

#include <fmt/format.h>

#include "pattern/mini_ast.hpp"
#include "pattern/notes.hpp"

namespace phonon::pattern::mini {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
// Bytes above 127 belong to letters of other alphabets.
bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) noexcept { return is_letter(c) || is_digit(c) || c == '_' || c == '\''; }
bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
public:
    Lexer(std::string_view text, std::vector<MiniFault>& faults) : text_(text), faults_(faults) {}

    std::vector<Token> run() {
        while (true) {
            const std::size_t before = at_;
            while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
            spaced_ = at_ != before || at_ == 0;
            if (at_ >= text_.size()) break;
            token();
        }
        push(TokenKind::end, 0);
        return std::move(tokens_);
    }

private:
    char peek(std::size_t ahead = 0) const noexcept { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    void push(TokenKind kind, std::size_t length, std::size_t skip = 0) {
        tokens_.push_back({kind, text_.substr(at_ + skip, length - skip), static_cast<std::uint32_t>(at_),
                           static_cast<std::uint32_t>(at_ + length), spaced_});
        at_ += length;
    }

    void token() {
        const char c = peek();
        if (is_letter(c) || is_digit(c)) return push(TokenKind::word, word_length(0));
        if ((c == '-' || c == '+') && (is_digit(peek(1)) || (peek(1) == '.' && is_digit(peek(2))))) {
            return push(TokenKind::word, word_length(1));
        }
        // `-c`: a note name with a sign, as Tidal reads it; `- c` is a rest and a note.
        if (c == '-' && is_letter(peek(1)) && note_semitones(text_.substr(at_ + 1, word_length(1) - 1)))
            return push(TokenKind::word, word_length(1));
        if (c == '.' && peek(1) == '.') return push(TokenKind::range, 2);
        if (c == '.' && is_digit(peek(1))) return push(TokenKind::word, word_length(0));
        if (c == '.') return push(TokenKind::foot, 1);
        const bool named = is_letter(peek(1)) || (peek(1) == '_' && is_name(peek(2)));
        if ((c == '~' || c == '^') && named) return bus(1);
        // A `^` alone is a value that nobody gave, which is silent (as in Tidal).
        if (c == '~' || c == '-' || c == '^') return push(TokenKind::rest, 1);
        if (c == '_') return push(TokenKind::hold, 1);
        if (std::string_view("[]<>{}(),|*/!@?%:'").find(c) != std::string_view::npos) {
            return push(TokenKind::symbol, 1);
        }
        faults_.push_back({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(at_ + 1),
                           fmt::format("`{}` has no meaning in mini-notation", c), ""});
        ++at_;
    }

    void bus(std::size_t skip) {
        std::size_t length = skip;
        while (is_name(peek(length))) ++length;
        push(TokenKind::bus, length, skip);
    }

    // A number ends where its digits do ("0..3", "1 .. 4"); a word may hold `-` `.` `:` `#` between its characters.
    std::size_t word_length(std::size_t length) const noexcept {
        const std::size_t digits_from = length;
        while (is_digit(peek(length))) ++length;
        bool number = length > digits_from || peek(length) == '.';
        if (number && peek(length) == '.' && is_digit(peek(length + 1))) {
            ++length;
            while (is_digit(peek(length))) ++length;
        }
        if (number && (peek(length) == 'e' || peek(length) == 'E')) {
            const std::size_t sign = peek(length + 1) == '-' || peek(length + 1) == '+' ? 1 : 0;
            if (is_digit(peek(length + 1 + sign))) {
                length += 1 + sign;
                while (is_digit(peek(length))) ++length;
            }
        }
        if (number && peek(length) == '%' && is_digit(peek(length + 1))) {
            ++length;
            while (is_digit(peek(length))) ++length;
        }
        while (true) {
            const char c = peek(length);
            const char next = peek(length + 1);
            const bool joins = is_letter(next) || is_digit(next);
            if (is_letter(c) || is_digit(c) || (c == '_' && !number)) {
                ++length;
            } else if (c == '#' || ((c == '-' || c == '^' || c == '&') && joins) || (c == '.' && joins && !number) ||
                       (c == ':' && word_part(next))) {
                number = number && c != ':';  // behind a colon stands a field of its own: `0:0.5`
                ++length;
            } else if (c == '\'' && joins) {
                ++length;
            } else {
                return length;
            }
        }
    }

    static bool word_part(char c) noexcept { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; }

    std::string_view text_;
    std::vector<MiniFault>& faults_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    bool spaced_ = true;
};

}  // namespace

std::vector<Token> lex(std::string_view text, std::vector<MiniFault>& faults) { return Lexer(text, faults).run(); }

std::optional<Time> read_number(std::string_view text) noexcept {
    if (text.empty()) return std::nullopt;
    if (const std::size_t at = text.find('%'); at != std::string_view::npos) {
        const auto over = Time::from_decimal(text.substr(0, at));
        const auto under = Time::from_decimal(text.substr(at + 1));
        if (!over || !under || *under == Time(0)) return std::nullopt;
        return *over / *under;
    }
    if (const auto plain = Time::from_decimal(text)) return plain;
    // Note lengths: whole, half, quarter, eighth, sixteenth, third, fifth, sixth.
    static constexpr std::string_view letters = "whqestfx";
    static constexpr int parts[] = {1, 2, 4, 8, 16, 3, 5, 6};
    const std::size_t which = letters.find(text.back());
    if (which == std::string_view::npos) return std::nullopt;
    const auto count = Time::from_decimal(text.substr(0, text.size() - 1));
    if (!count) return std::nullopt;
    return *count * Time(1, parts[which]);
}

}  // namespace phonon::pattern::mini
