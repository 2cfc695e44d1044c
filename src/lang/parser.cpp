#include "lang/parser.hpp"

#include <fmt/format.h>

#include "lang/layout.hpp"
#include "lang/parser_state.hpp"
#include "lang/strangers.hpp"

namespace phonon::lang {

SyntaxTree parse(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics) {
    return Parser(text, file, diagnostics).program();
}

ExprPtr parse_expression(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics) {
    return Parser(text, file, diagnostics).single_expression();
}

Parser::Parser(std::string_view text, std::uint16_t file, base::Diagnostics& diagnostics)
    : text_(text), file_(file), diagnostics_(diagnostics) {
    const std::size_t said = diagnostics.all().size();
    TokenList list = tokenize(text, file, diagnostics);
    for (std::size_t i = said; i < diagnostics.all().size(); ++i)
        stopped_ = stopped_ || diagnostics.all()[i].code == Code::program_too_large;
    faults_ = diagnostics.all().size() - said;
    tokens_ = std::move(list.tokens);
    comments_ = std::move(list.comments);
    end_ = tokens_.back();
}

SyntaxTree Parser::program() {
    SyntaxTree tree;
    mark_statements(tokens_, text_);
    const std::size_t count = tokens_.size() - 1;
    while (at_ < count && !stopped_) {
        limit_ = at_ + 1;
        while (limit_ < count && !tokens_[limit_].starts_statement) ++limit_;
        const std::size_t limit = limit_;
        while (at_ < limit && !stopped_) statement(tree);
        at_ = limit;
    }
    tree.comments = std::move(comments_);
    return tree;
}

ExprPtr Parser::single_expression() {
    limit_ = stopped_ ? 0 : tokens_.size() - 1;
    if (limit_ == 0) {
        if (!stopped_) fault(Code::missing_expression, {0, 0, file_}, "there is no expression here");
        return missing({0, 0, file_});
    }
    ExprPtr value = expression();
    if (!at_end()) unexpected();
    return value;
}

const Token& Parser::peek(std::size_t ahead) const noexcept {
    return at_ + ahead < limit_ ? tokens_[at_ + ahead] : end_;
}

const Token& Parser::take() noexcept { return at_ < limit_ ? tokens_[at_++] : end_; }

std::string_view Parser::text_of(const Token& token) const noexcept { return text_of(token.span); }

base::TextSpan Parser::behind_previous() const noexcept { return {previous().span.end, previous().span.end, file_}; }

std::string Parser::excerpt(base::TextSpan span) const {
    constexpr std::size_t longest = 40;
    std::string_view whole = text_of(span);
    whole = whole.substr(0, whole.find('\n'));
    while (whole.ends_with(' ') || whole.ends_with('\r') || whole.ends_with('\t')) whole.remove_suffix(1);
    if (whole.size() <= longest) return std::string(whole);
    std::size_t length = 0;
    while (length < longest) length += character_length(whole.substr(length));
    return std::string(whole.substr(0, length)) + " ...";
}

void Parser::fault(Code code, base::TextSpan span, std::string message, std::string help,
                   std::vector<base::Related> related) {
    if (stopped_) return;
    if (++faults_ > fault_limit) {
        diagnostics_.add(Code::program_too_large, span,
                         fmt::format("more than {} faults, the rest of the text is not read", fault_limit));
        stopped_ = true;
        at_ = limit_;
        return;
    }
    diagnostics_.add({code, span, std::move(message), std::move(help), std::move(related)});
}

void Parser::give_up_statement() noexcept {
    at_ = limit_;
    unclosed_reported_ = true;
}

void Parser::unexpected() {
    const Token& token = peek();
    switch (token.type) {
        case Type::comma:
            fault(Code::unexpected_token, token.span, "a comma stands only inside `[ ]`",
                  previous().type == Type::number && !token.blank_before && peek(1).type == Type::number
                      ? "in numbers stands a point, as in 55.5; arguments are separated by blanks"
                      : "arguments are separated by blanks, as in `lpf 800 0.7`");
            break;
        case Type::equals:
            fault(Code::unexpected_token, token.span, "`=` cannot stand here",
                  "an argument by name is written `:name value`, a definition begins in the first column");
            break;
        case Type::colon:
            fault(Code::unexpected_token, token.span, "`:` cannot stand here",
                  "an argument by name is written `:name value`, behind the word that takes it");
            break;
        case Type::close_round:
        case Type::close_square:
            // A bracket that a definition cut short is closed somewhere: that is the same mistake.
            if (!expects_closer_)
                fault(Code::unopened_bracket, token.span, fmt::format("`{}` closes nothing", text_of(token)),
                      "leave it out, or open the bracket further left");
            expects_closer_ = false;
            take();
            return skip_unexpected(false);
        default:
            fault(Code::unexpected_token, token.span,
                  fmt::format("`{}` cannot stand directly behind `{}`", excerpt(token.span), excerpt(previous().span)),
                  is_op(token, "-") ? "" : "put an operator between them, as `+`, `*`, `#` or `$`");
    }
    skip_unexpected(true);
}

void Parser::skip_unexpected(bool at_least_one) noexcept {
    std::size_t depth = 0;
    for (; !at_end(); at_least_one = false, ++at_) {
        const Type type = peek().type;
        if (type == Type::open_round || type == Type::open_square) ++depth;
        const bool closes = type == Type::close_round || type == Type::close_square;
        if (depth == 0 && !at_least_one) {
            if (closes || (type == Type::comma && (!open_.empty() || in_where_))) return;
            if (const auto op = peek_operator(); op && is_pipe(op->op)) return;
            if (is_word(peek(), "where")) return;
        }
        if (closes && depth > 0) --depth;
    }
}

ExprPtr Parser::make(Expr::Type type, base::TextSpan span) {
    if (++expressions_ > expression_limit && !stopped_) {
        fault(Code::program_too_large, span, "the text is too large to be one program");
        stopped_ = true;
        at_ = limit_;
    }
    auto expr = std::make_unique<Expr>();
    expr->type = type;
    expr->span = span;
    return expr;
}

void Parser::grow(Expr& parent, const Expr& child) {
    if (parent.height > child.height) return;
    parent.height = child.height + 1;
    if (parent.height != static_cast<std::uint32_t>(tree_height_limit)) return;
    fault(Code::nesting_too_deep, child.span, fmt::format("this goes more than {} levels deep", tree_height_limit),
          "split it into several buses");
    give_up_statement();
}

void Parser::add_item(Expr& parent, ExprPtr child) {
    grow(parent, *child);
    parent.items.push_back(std::move(child));
}

void Parser::add_argument(Expr& call, ExprPtr argument) {
    grow(call, *argument);
    call.span = base::cover(call.span, argument->span);
    call.arguments.push_back(std::move(argument));
}

void Parser::add_keyword(Expr& call, KeywordArgument keyword) {
    grow(call, *keyword.value);
    call.span = base::cover(call.span, keyword.value->span);
    call.keywords.push_back(std::move(keyword));
}

}  // namespace phonon::lang
