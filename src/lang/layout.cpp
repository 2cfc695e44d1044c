#include "lang/layout.hpp"

#include "lang/statement_words.hpp"

namespace phonon::lang {

namespace {

using Type = Token::Type;

std::string_view text_of(const Token& token, std::string_view text) {
    return text.substr(token.span.begin, token.span.end - token.span.begin);
}

bool is_op(const Token& token, std::string_view text, std::string_view op) {
    return token.type == Type::op && text_of(token, text) == op;
}

// `:` and `=` as they stand behind the head of a definition, not those of an argument by name.
bool is_separator(const Token& token) {
    if (token.type == Type::colon) return !token.blank_before || token.blank_after;
    return token.type == Type::equals && (token.blank_before || token.blank_after);
}

bool bus_head(const std::vector<Token>& tokens, std::size_t at, std::string_view text, bool chains_too) {
    for (std::size_t i = at + 1; i < tokens.size() && !tokens[i].first_on_line; ++i) {
        const Token& token = tokens[i];
        if (is_op(token, text, "$") || is_separator(token)) return true;
        if (is_op(token, text, "#")) return chains_too;
        if (token.type == Type::equals) {
            if (i == at + 1) return true;  // ~a=saw 55
            ++i;                           // a parameter's default
        } else if (token.type != Type::word) {
            return false;
        }
    }
    return false;
}

bool word_head(const std::vector<Token>& tokens, std::size_t at, std::string_view text) {
    const std::string_view word = text_of(tokens[at], text);
    if (find_command(word)) return true;
    if (at + 1 >= tokens.size() || tokens[at + 1].first_on_line) return false;
    const Token& next = tokens[at + 1];
    if (is_file_word(word)) return next.type == Type::text;
    if (is_setting_word(word)) return next.type == Type::number || is_separator(next) || is_op(next, text, "$");
    if (word == "master" || word == "all") return is_op(next, text, "#") || is_separator(next);
    return stem_number(word).has_value() && (is_op(next, text, "$") || is_separator(next));
}

}  // namespace

bool looks_like_head(const std::vector<Token>& tokens, std::size_t at, std::string_view text, bool chains_too) {
    if (tokens[at].type == Type::bus) return bus_head(tokens, at, text, chains_too);
    return tokens[at].type == Type::word && word_head(tokens, at, text);
}

void mark_statements(std::vector<Token>& tokens, std::string_view text) {
    std::size_t open = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        Token& token = tokens[i];
        if (token.first_column && token.type != Type::end) {
            const Type before = i == 0 ? Type::end : tokens[i - 1].type;
            const bool goes_on = before == Type::op || before == Type::colon || before == Type::equals ||
                                 before == Type::dot || before == Type::comma;
            // Behind an operator `~name # ...` may as well be what the operator waits for.
            token.starts_statement = (open == 0 && !goes_on) || looks_like_head(tokens, i, text, open > 0);
            if (token.starts_statement) open = 0;
        }
        if (token.type == Type::open_round || token.type == Type::open_square) ++open;
        if ((token.type == Type::close_round || token.type == Type::close_square) && open > 0) --open;
    }
}

}  // namespace phonon::lang
