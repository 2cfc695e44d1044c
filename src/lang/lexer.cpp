#include "lang/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lang/numbers.hpp"
#include "lang/parser.hpp"
#include "lang/strangers.hpp"
#include "pattern/operators.hpp"

namespace phonon::lang {

namespace {

using base::Code;
using base::TextSpan;
using Type = Token::Type;

constexpr std::size_t token_limit = 4 * static_cast<std::size_t>(expression_limit);

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word_character(char c) noexcept { return is_letter(c) || is_digit(c) || c == '\''; }
bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

class Lexer {
public:
    Lexer(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics)
        : text_(text), file_(file), diagnostics_(diagnostics) {}

    TokenList run() {
        if (text_.size() > text_limit) {
            diagnostics_.add(Code::program_too_large, {0, 1, file_}, "the text is larger than 64 MiB");
        } else if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
            diagnostics_.add(Code::unreadable_character, {0, 2, file_}, "this file is written in UTF-16",
                             "save the file as UTF-8 text");
        } else {
            if (text_.starts_with("\xEF\xBB\xBF")) at_ = line_ = 3;
            while (skip_blanks() && !full()) read_token();
        }
        Token end;
        end.span = span(std::min(text_.size(), text_limit), std::min(text_.size(), text_limit));
        end.blank_before = end.blank_after = end.first_on_line = true;
        list_.tokens.push_back(end);
        return std::move(list_);
    }

private:
    TextSpan span(std::size_t begin, std::size_t end) const noexcept {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), file_};
    }
    char peek(std::size_t ahead = 0) const noexcept { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    std::string_view rest() const noexcept { return text_.substr(at_); }
    // Asked for again and again along one line, which may be as long as the text: the last answer is kept.
    std::size_t line_end(std::size_t from) const noexcept {
        if (from < line_seen_from_ || from > line_seen_end_) {
            line_seen_from_ = from;
            line_seen_end_ = std::min(text_.find('\n', from), text_.size());
        }
        return line_seen_end_;
    }

    bool full() {
        if (list_.tokens.size() >= token_limit)
            diagnostics_.add(Code::program_too_large, span(at_, at_ + 1), "the text is too large to be one program");
        else if (faults_ >= fault_limit)
            diagnostics_.add(Code::program_too_large, span(at_, at_ + 1),
                             fmt::format("more than {} faults, the rest of the text is not read", fault_limit));
        else
            return false;
        return true;
    }

    void fault(Code code, TextSpan where, std::string message, std::string help = {}) {
        ++faults_;
        diagnostics_.add(code, where, std::move(message), std::move(help));
    }

    // False at the end of the text.
    bool skip_blanks() {
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') {
                line_ = at_ + 1;
                first_on_line_ = true;
            } else if (is_comment()) {
                const std::size_t end = line_end(at_);
                std::size_t last = end;
                while (last > at_ && is_blank(text_[last - 1])) --last;
                list_.comments.push_back({span(at_, last), first_on_line_});
                at_ = end - 1;
            } else if (!is_blank(text_[at_])) {
                return true;
            }
        }
        return false;
    }

    bool is_comment() const noexcept {
        return (text_[at_] == '#' && at_ == line_) || (text_[at_] == '-' && peek(1) == '-');
    }

    void push(Type type, std::size_t length) {
        Token token;
        token.type = type;
        token.span = span(at_, at_ + length);
        token.blank_before = at_ == 0 || is_blank(text_[at_ - 1]) || at_ == line_;
        token.first_on_line = first_on_line_;
        token.first_column = first_on_line_ && at_ == line_;
        at_ += length;
        token.blank_after = at_ >= text_.size() || is_blank(text_[at_]) || text_.substr(at_).starts_with("--");
        first_on_line_ = false;
        list_.tokens.push_back(token);
    }

    void read_token() {
        const char c = peek();
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return read_number();
        if (is_letter(c)) return foreign_function_length(rest()) > 0 ? read_stranger() : push_name(Type::word, 0);
        if (c == '~' && begins_bus_name()) return push_name(Type::bus, 1);
        if (c == '"') return read_text();
        if (const std::size_t length = operator_length(rest());
            length > 0 && !rest().starts_with("//") && !rest().starts_with("/*"))
            return push(Type::op, length);
        switch (c) {
            case '(': return push(Type::open_round, 1);
            case ')': return push(Type::close_round, 1);
            case '[': return push(Type::open_square, 1);
            case ']': return push(Type::close_square, 1);
            case ',': return push(Type::comma, 1);
            case ':': return push(Type::colon, 1);
            case '=':
                if (peek(1) == '>') return read_stranger();
                return push(Type::equals, 1);
            default: break;
        }
        if (c == '.' && peek(1) != '.') return push(Type::dot, 1);
        if (const std::size_t quote = foreign_quote_length(rest()); quote > 0 && read_foreign_text(quote)) return;
        if ((c == '<' || (c == '{' && peek(1) != '-')) && read_naked_text(c == '<' ? '>' : '}')) return;
        read_stranger();
    }

    // `add.squeeze`: which structure an operator takes belongs to its name.
    static std::size_t structure_suffix_length(std::string_view text) noexcept {
        if (!text.starts_with('.')) return 0;
        std::size_t end = 1;
        while (end < text.size() && is_word_character(text[end])) ++end;
        return pattern::find_structure(text.substr(1, end - 1)) ? end : 0;
    }

    bool begins_bus_name() const noexcept {
        const std::string_view behind = text_.substr(at_ + 1);
        return !behind.empty() && behind.front() != '\'' &&
               (is_word_character(behind.front()) || joins_names(behind.substr(0, character_length(behind))));
    }

    // A name, and with it the letters of other scripts that somebody tried in one.
    void push_name(Type type, std::size_t prefix) {
        std::size_t end = at_ + prefix;
        bool strange = false;
        while (end < text_.size()) {
            if (is_word_character(text_[end])) {
                ++end;
            } else {
                const std::string_view character = text_.substr(end, character_length(text_.substr(end)));
                if (!joins_names(character)) break;
                strange = true;
                end += character.size();
            }
        }
        if (type == Type::word) end += structure_suffix_length(text_.substr(end));
        if (strange)
            fault(Code::unreadable_character, span(at_, end),
                  fmt::format("the name `{}` holds characters that names cannot have", text_.substr(at_, end - at_)),
                  "names are made of the letters a to z, digits, `_` and `'`");
        push(type, end - at_);
    }

    void read_number() {
        const NumberShape shape = shape_of_number(rest());
        std::size_t end = at_ + shape.digits;
        while (end < text_.size() && (is_word_character(text_[end]) ||
                                      (text_[end] == '.' && end + 1 < text_.size() && is_digit(text_[end + 1]))))
            ++end;
        const std::string_view digits = text_.substr(at_, shape.digits);
        const std::string_view behind = text_.substr(at_ + shape.digits, end - at_ - shape.digits);
        const bool open_end = behind.empty() && text_.substr(end).starts_with('.') && digits.find('.') == digits.npos &&
                              (end + 1 >= text_.size() || is_blank(text_[end + 1]) || text_[end + 1] == ')');
        if (open_end) {
            ++end;
            fault(Code::bad_number, span(at_, end), fmt::format("`{}.` is no number", digits),
                  fmt::format("write `{0}` or `{0}.0`; the dot of a composition has a blank on each side", digits));
        } else if (behind.find('.') != behind.npos)
            fault(Code::bad_number, span(at_, end), fmt::format("`{}{}` is no number", digits, behind));
        else if (!behind.empty() && !unit_named(behind))
            fault(Code::unknown_unit, span(at_ + shape.digits, end), fmt::format("`{}` is no unit", behind),
                  "the units are `ms`, `s`, `hz`, `khz`, `db` and `st`");
        else if (!is_finite_number(digits))
            fault(Code::bad_number, span(at_, end),
                  shape.digits > shape.first && is_finite_number(digits.substr(0, shape.first))
                      ? fmt::format("`{}` divides by zero or by a number that is too large", digits)
                      : fmt::format("`{}` is too large", digits.size() > 40 ? "this number" : digits));
        push(Type::number, end - at_);
    }

    void read_text() {
        const std::size_t end = line_end(at_ + 1);
        const std::size_t close = text_.find('"', at_ + 1);
        if (close < end) return push_text(close + 1 - at_, 1, 1);
        if (const std::size_t later = closed_on_later_line(end); later > 0) {
            fault(Code::unterminated_text, span(at_, end), "this string goes on over the end of its line",
                  "put the whole string on one line");
            return push_text(later + 1 - at_, 1, 1);
        }
        std::size_t last = end;
        while (last > at_ + 1 && is_blank(text_[last - 1])) --last;
        const std::string_view content = text_.substr(at_ + 1, last - at_ - 1);
        fault(Code::unterminated_text, span(at_, last), "this string has no end on its line",
              content.empty()       ? std::string("a string is closed by a second quote, as in `s \"bd sn\"`")
              : content.size() > 40 ? std::string("close it with `\"`")
                                    : fmt::format("close it with `\"`, as in `\"{}\"`", content));
        push_text(last - at_, 1, 0);
        list_.tokens.back().unterminated = true;
    }

    // A string that was meant to span lines ends on the next indented line that holds a quote, if that line has an odd
    // number of them. Without this each half of such a string would be a fault of its own. 0 where it is not so.
    std::size_t closed_on_later_line(std::size_t end) const noexcept {
        while (end + 1 < text_.size() && (text_[end + 1] == ' ' || text_[end + 1] == '\t')) {
            const std::size_t begin = end + 1;
            end = line_end(begin);
            const std::string_view line = text_.substr(begin, end - begin);
            if (const std::size_t first = line.find('"'); first != line.npos)
                return std::count(line.begin(), line.end(), '"') % 2 == 1 ? begin + first : 0;
        }
        return 0;
    }

    // 'bd sn', `bd sn` and “bd sn” are read as the string that was meant, with a fault.
    // False where no end is in sight.
    bool read_foreign_text(std::size_t quote) {
        const std::size_t end = line_end(at_);
        for (std::size_t i = at_ + quote; i < end; i += character_length(text_.substr(i))) {
            const std::size_t close = text_[i] == '"' ? 1 : foreign_quote_length(text_.substr(i));
            if (close == 0) continue;
            const std::string_view content = text_.substr(at_ + quote, i - at_ - quote);
            fault(Code::unreadable_character, span(at_, i + close), "a string stands in straight double quotes",
                  content.size() > 40 ? std::string() : fmt::format("write `\"{}\"`", content));
            push_text(i + close - at_, quote, close);
            return true;
        }
        return false;
    }

    // <bd sn> without its quotes.
    bool read_naked_text(char closer) {
        constexpr std::size_t longest = 1000;  // beyond it nobody meant a string, and a search to the end takes long
        const std::size_t length = text_.substr(at_, std::min(longest, line_end(at_) - at_)).find(closer);
        if (length == text_.npos) return false;
        const std::size_t close = at_ + length;
        const std::string_view content = text_.substr(at_, close + 1 - at_);
        fault(Code::unreadable_character, span(at_, close + 1), "mini-notation stands only in strings",
              content.size() > 40 ? std::string("put it in double quotes") : fmt::format("write `\"{}\"`", content));
        push_text(content.size(), 0, 0);
        return true;
    }

    void push_text(std::size_t length, std::size_t open_quote, std::size_t close_quote) {
        push(Type::text, length);
        list_.tokens.back().open_quote = static_cast<std::uint8_t>(open_quote);
        list_.tokens.back().close_quote = static_cast<std::uint8_t>(close_quote);
        begin_line_inside(at_ - length);
    }

    // Only a faulty token reaches over a line's end; what follows it stands on a line that has begun.
    void begin_line_inside(std::size_t begin) noexcept {
        const std::size_t newline = text_.substr(begin, at_ - begin).rfind('\n');
        if (newline != text_.npos) line_ = begin + newline + 1;
    }

    enum class Kind { ascii, foreign, broken };
    Kind kind_of(std::size_t at) const noexcept {
        const auto byte = static_cast<unsigned char>(text_[at]);
        if (character_length(text_.substr(at)) > 1)
            return joins_names(text_.substr(at, character_length(text_.substr(at)))) ? Kind::foreign : Kind::ascii;
        return byte < 0x20 || byte >= 0x7F ? Kind::broken : Kind::ascii;
    }

    // One fault for a run of the same kind of thing: a pasted line of emoji is one mistake.
    void read_stranger() {
        const Stranger stranger = describe_stranger(rest());
        const Kind kind = kind_of(at_);
        const std::size_t length = character_length(rest());
        std::size_t end = stranger.rest_of_line ? line_end(at_) : at_ + stranger.length;
        while (!stranger.rest_of_line && !stranger.whole && end < text_.size() && !is_blank(text_[end])) {
            const bool word = kind == Kind::foreign && is_word_character(text_[end]);
            if (!word && kind_of(end) != kind) break;
            if (kind == Kind::ascii && text_.substr(end, length) != text_.substr(at_, length)) break;
            end += character_length(text_.substr(end));
        }
        fault(Code::unreadable_character, span(at_, end), stranger.message, stranger.help);
        const std::size_t begin = at_;
        push(Type::unreadable, end - at_);
        begin_line_inside(begin);
    }

    std::string_view text_;
    std::uint16_t file_;
    base::Diagnostics& diagnostics_;
    TokenList list_;
    std::size_t at_ = 0;
    mutable std::size_t line_seen_from_ = 1, line_seen_end_ = 0;
    std::size_t line_ = 0;  // where the present line begins
    bool first_on_line_ = true;
    std::size_t faults_ = 0;
};

}  // namespace

TokenList tokenize(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics) {
    return Lexer(text, file, diagnostics).run();
}

}  // namespace phonon::lang
