// The parser's state and rules. Private to the parser: its parts stand in parser.cpp (texts, tokens, faults),
// parser_statements.cpp, parser_expressions.cpp and parser_calls.cpp.
//
// Recovery: a missing operand is reported where it is missing and replaced by an `error` expression; what cannot follow
// is reported once and skipped up to the next pipe, comma or bracket of the same level; after a fault that makes the
// rest of a statement meaningless the tokens of the statement simply end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/lexer.hpp"
#include "lang/parser.hpp"

namespace phonon::lang {

class Parser {
public:
    Parser(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics);
    SyntaxTree program();
    ExprPtr single_expression();

private:
    using Type = Token::Type;
    using Code = base::Code;

    // Tokens: behind the present statement there is only `end`.
    const Token& peek(std::size_t ahead = 0) const noexcept;
    const Token& previous() const noexcept { return tokens_[at_ == 0 ? 0 : at_ - 1]; }
    const Token& take() noexcept;
    bool at_end() const noexcept { return at_ >= limit_; }
    std::string_view text_of(const Token& token) const noexcept;
    std::string_view text_of(base::TextSpan span) const noexcept {
        return text_.substr(span.begin, span.end - span.begin);
    }
    base::TextSpan behind_previous() const noexcept;
    bool is_op(const Token& token, std::string_view op) const noexcept {
        return token.type == Type::op && text_of(token) == op;
    }
    bool is_word(const Token& token, std::string_view word) const noexcept {
        return token.type == Type::word && text_of(token) == word;
    }
    std::string excerpt(base::TextSpan span) const;  // as quoted in a message: one line, not too long

    // Faults
    void fault(Code code, base::TextSpan span, std::string message, std::string help = {},
               std::vector<base::Related> related = {});
    void give_up_statement() noexcept;
    void unexpected();  // reports the present token and skips to where the statement can go on
    void skip_unexpected(bool at_least_one) noexcept;

    // Tree
    ExprPtr make(Expr::Type type, base::TextSpan span);
    ExprPtr missing(base::TextSpan where) { return make(Expr::Type::error, where); }
    void add_item(Expr& parent, ExprPtr child);
    void add_argument(Expr& call, ExprPtr argument);
    void add_keyword(Expr& call, KeywordArgument keyword);
    void grow(Expr& parent, const Expr& child);

    // Statements
    void statement(SyntaxTree& tree);
    Statement read_statement();
    void bus_definition(Statement& s);
    bool parameters(Statement& s);
    void stem(Statement& s, int number);
    void master_or_all(Statement& s);
    void setting(Statement& s);
    void file_statement(Statement& s);
    void command(Statement& s, std::string_view word);
    void stray_word(Statement& s);
    void stray_line();
    bool take_separator();
    void value_behind_separator(Statement& s);
    void where_clause(Statement& s);

    // Expressions
    ExprPtr expression() { return rest_of_expression(sum()); }
    ExprPtr rest_of_expression(ExprPtr left);
    ExprPtr operand_of(const Token& op, ExprPtr (Parser::*rule)());
    ExprPtr sum();
    ExprPtr product();
    ExprPtr unary();
    ExprPtr composition();
    bool starts_expression(const Token& token) const noexcept;
    bool ends_expression() const noexcept;
    bool ends_as_section() const noexcept;
    bool begins_where_definition(std::size_t ahead) const noexcept;
    static bool is_sum(Operator op) noexcept { return op == Operator::add || op == Operator::subtract; }
    static bool is_product(Operator op) noexcept;
    static bool is_pipe(Operator op) noexcept { return !is_sum(op) && !is_product(op); }
    std::optional<OperatorUse> peek_operator() const noexcept;

    // Calls and atoms
    ExprPtr call();
    ExprPtr atom();
    ExprPtr argument();
    ExprPtr signed_atom();
    bool starts_argument() const noexcept;
    bool is_sign() const noexcept;
    bool is_keyword() const noexcept;
    void arguments(Expr& call);
    void keyword(Expr& call, ExprPtr (Parser::*rule)());
    void touching_bracket(Expr& call);
    ExprPtr number();
    ExprPtr negative_number();
    static void negate_number(Expr& expr) noexcept;
    ExprPtr text();
    ExprPtr name();
    ExprPtr list();
    ExprPtr bracket();
    ExprPtr bracket_content(base::TextSpan open);
    void discard_more_items(std::string_view help);
    bool open_bracket();
    bool closes_soon(Type closer) const noexcept;
    base::TextSpan close_bracket();  // its span, empty where it is missing
    static Type closer_of(Type open) noexcept {
        return open == Type::open_round ? Type::close_round : Type::close_square;
    }

    std::string_view text_;
    std::uint16_t file_;
    base::Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    std::vector<Comment> comments_;
    std::size_t at_ = 0;
    std::size_t limit_ = 0;  // where the present statement's tokens end
    Token end_;
    std::vector<std::size_t> open_;  // brackets that are open, as indices of their tokens
    std::size_t faults_ = 0;
    int expressions_ = 0;
    bool unclosed_reported_ = false;  // in this statement
    bool expects_closer_ = false;     // an earlier statement was cut short inside a bracket
    bool beats_may_follow_ = false;   // bpm: 120 4
    bool in_where_ = false;
    bool stopped_ = false;  // a limit was passed: nothing more is read
};

}  // namespace phonon::lang
