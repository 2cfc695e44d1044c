// Calls, their arguments, and the atoms they are made of.
#include <fmt/format.h>

#include <algorithm>

#include "lang/layout.hpp"
#include "lang/numbers.hpp"
#include "lang/parser_state.hpp"

namespace phonon::lang {

ExprPtr Parser::call() {
    ExprPtr head = atom();
    if (head->type != Expr::Type::word && head->type != Expr::Type::bus) return head;
    const Token& next = peek();
    if (next.type == Type::open_round && !next.blank_before) touching_bracket(*head);
    arguments(*head);
    return head;
}

// A `-` with a blank before it and none after is the sign of an argument.
bool Parser::is_sign() const noexcept {
    const Token& token = peek();
    if (!is_op(token, "-") || !token.blank_before || token.blank_after) return false;
    return starts_expression(peek(1)) && peek(1).type != Type::op;
}

bool Parser::is_keyword() const noexcept {
    const Token& token = peek();
    const Token& next = peek(1);
    if (token.type == Type::colon) return !token.blank_after && next.type == Type::word;
    return token.type == Type::word && next.type == Type::equals && !next.blank_before && !next.blank_after;
}

bool Parser::starts_argument() const noexcept {
    switch (peek().type) {
        case Type::number:
        case Type::text:
        case Type::word:
        case Type::bus:
        case Type::open_round:
        case Type::open_square: return true;
        default: return is_sign();
    }
}

void Parser::arguments(Expr& call) {
    while (!ends_expression()) {
        if (peek().type == Type::unreadable)
            take();
        else if (is_keyword())
            keyword(call, &Parser::argument);
        else if (starts_argument())
            add_argument(call, argument());
        else if (peek().type == Type::colon && peek().blank_after) {
            const Token& colon = take();
            fault(Code::bad_keyword, colon.span, "`:` needs the name of an argument, without a blank",
                  "an argument by name is written `:name value`");
            skip_unexpected(false);
        } else
            return;
    }
}

void Parser::keyword(Expr& call, ExprPtr (Parser::*rule)()) {
    KeywordArgument k;
    if (peek().type == Type::colon) take();
    const Token& name = take();
    k.name = std::string(text_of(name));
    k.name_span = name.span;
    if (peek().type == Type::equals && !peek().blank_before) take();  // also of `:name=value`, a mixture of both forms
    if (rule == &Parser::expression && starts_expression(peek())) {
        k.value = expression();
    } else if (is_op(peek(), "-") && !peek().blank_after) {
        k.value = signed_atom();
    } else if (starts_argument() && !ends_expression()) {
        k.value = argument();
    } else {
        fault(Code::bad_keyword, name.span, fmt::format("the argument `{}` has no value", k.name),
              fmt::format("write a value behind it, as in `:{} 0.5`", k.name));
        k.value = missing({name.span.end, name.span.end, file_});
    }
    add_keyword(call, std::move(k));
}

// f(a, b) of older files is a list of arguments; f(a) is f with an argument in brackets.
void Parser::touching_bracket(Expr& call) {
    const base::TextSpan open = peek().span;
    if (!open_bracket()) return;
    bool is_list = peek().type == Type::close_round;
    std::vector<ExprPtr> items;
    while (!is_list || peek().type != Type::close_round) {
        if (is_keyword()) {
            is_list = true;
            keyword(call, &Parser::expression);
        } else {
            items.push_back(bracket_content(open));
        }
        if (peek().type != Type::comma) break;
        take();
        is_list = true;
    }
    const base::TextSpan whole = base::cover(open, close_bracket());
    if (!is_list && items.size() == 1) {
        ExprPtr content = std::move(items.front());
        const bool section = content->type == Expr::Type::left_section || content->type == Expr::Type::right_section ||
                             content->type == Expr::Type::operator_word;
        if (section) {
            content->span = whole;
        } else {
            ExprPtr wrapped = make(Expr::Type::bracket, whole);
            add_item(*wrapped, std::move(content));
            content = std::move(wrapped);
        }
        add_argument(call, std::move(content));
    } else {
        for (ExprPtr& item : items) add_argument(call, std::move(item));
    }
    call.span = base::cover(call.span, whole);
}

ExprPtr Parser::argument() { return is_sign() ? signed_atom() : atom(); }

// A sign and the atom behind it.
ExprPtr Parser::signed_atom() {
    const Token& sign = peek();
    if (peek(1).type == Type::number) return negative_number();
    take();
    ExprPtr negated = make(Expr::Type::negate, sign.span);
    ExprPtr value = operand_of(sign, &Parser::atom);
    negated->span = base::cover(sign.span, value->span);
    add_item(*negated, std::move(value));
    return negated;
}

ExprPtr Parser::atom() {
    while (peek().type == Type::unreadable && starts_expression(peek(1))) take();
    switch (peek().type) {
        case Type::number: return number();
        case Type::text: return text();
        case Type::bus: return name();
        case Type::open_square: return list();
        case Type::open_round: return bracket();
        case Type::unreadable: return missing(take().span);
        case Type::word:
            if (!is_word(peek(), "where")) return name();
            break;
        default: break;
    }
    // Where a bracket is still open, that is the fault; so is a bracket that does not close it.
    const bool closer = peek().type == Type::close_round || peek().type == Type::close_square;
    if (!open_.empty() && (at_end() || (closer && peek().type != closer_of(tokens_[open_.back()].type))))
        return missing(behind_previous());
    if (at_end() || peek().type == Type::close_round || peek().type == Type::close_square ||
        peek().type == Type::comma) {
        fault(Code::missing_expression, behind_previous(), "something is missing here");
    } else {
        fault(Code::missing_expression, peek().span, fmt::format("nothing stands before `{}`", text_of(peek())));
    }
    return missing(behind_previous());
}

ExprPtr Parser::number() {
    const Token& token = take();
    ExprPtr expr = make(Expr::Type::number, token.span);
    const NumberValue value = read_number(text_of(token));
    expr->number = value.value;
    expr->exact = value.exact;
    expr->unit = value.unit;
    return expr;
}

void Parser::negate_number(Expr& expr) noexcept {
    expr.number = -expr.number;
    if (expr.exact) expr.exact = -*expr.exact;
}

ExprPtr Parser::negative_number() {
    const Token& sign = take();
    ExprPtr expr = number();
    negate_number(*expr);
    expr->span = base::cover(sign.span, expr->span);
    return expr;
}

ExprPtr Parser::text() {
    const Token& token = take();
    ExprPtr expr = make(Expr::Type::text, token.span);
    expr->name_span = {token.span.begin + token.open_quote, token.span.end - token.close_quote, file_};
    expr->name = std::string(text_of(expr->name_span));
    expr->faulty = token.unterminated;
    return expr;
}

ExprPtr Parser::name() {
    const Token& token = take();
    const bool bus = token.type == Type::bus;
    ExprPtr expr = make(bus ? Expr::Type::bus : Expr::Type::word, token.span);
    expr->name = std::string(text_of(token).substr(bus ? 1 : 0));
    expr->name_span = token.span;
    return expr;
}

ExprPtr Parser::list() {
    ExprPtr all = make(Expr::Type::list, peek().span);
    if (!open_bracket()) return all;
    while (peek().type != Type::close_square && !at_end()) {
        add_item(*all, expression());
        if (peek().type != Type::comma) break;
        take();
    }
    const base::TextSpan closer = close_bracket();
    all->faulty = text_of(closer) != "]";
    all->span = base::cover(all->span, closer);
    return all;
}

ExprPtr Parser::bracket() {
    const base::TextSpan open = peek().span;
    if (!open_bracket()) return missing(open);
    if (peek().type == Type::close_round) {
        const base::TextSpan whole = base::cover(open, close_bracket());
        fault(Code::missing_expression, whole, "these brackets are empty");
        return missing(whole);
    }
    ExprPtr content = bracket_content(open);
    const bool several = peek().type == Type::comma;
    if (several) discard_more_items("a list stands in `[ ]`, arguments are separated by blanks");
    const base::TextSpan closer = close_bracket();
    const bool faulty = several || text_of(closer) != ")";
    const base::TextSpan whole = base::cover(open, closer);
    if (content->type == Expr::Type::left_section || content->type == Expr::Type::right_section ||
        content->type == Expr::Type::operator_word) {
        if (content->span == open) {
            content->span = whole;
            content->faulty = content->faulty || faulty;
            return content;
        }
    }
    ExprPtr wrapped = make(Expr::Type::bracket, whole);
    wrapped->faulty = faulty;
    add_item(*wrapped, std::move(content));
    return wrapped;
}

// What stands in round brackets. A section has the span of the opening bracket until its caller has seen the other.
ExprPtr Parser::bracket_content(base::TextSpan open) {
    const auto op = peek_operator();
    const bool sign = op && op->op == Operator::subtract && !peek().blank_after && peek(1).type != Type::close_round;
    if (op && !sign) {
        const Token& token = take();
        if (peek().type == Type::close_round) {
            ExprPtr word = make(Expr::Type::operator_word, open);
            word->op = *op;
            return word;
        }
        ExprPtr section = make(Expr::Type::left_section, open);
        section->op = *op;
        add_item(*section, operand_of(token, &Parser::expression));
        return section;
    }
    ExprPtr content = expression();
    if (!ends_as_section()) return content;
    ExprPtr section = make(Expr::Type::right_section, open);
    section->op = *peek_operator();
    take();
    add_item(*section, std::move(content));
    return section;
}

void Parser::discard_more_items(std::string_view help) {
    fault(Code::unexpected_token, peek().span, "a comma cannot stand between round brackets", std::string(help));
    while (peek().type == Type::comma) {
        take();
        if (starts_expression(peek())) expression();
    }
}

bool Parser::open_bracket() {
    if (open_.size() >= static_cast<std::size_t>(nesting_limit)) {
        fault(Code::nesting_too_deep, peek().span,
              fmt::format("brackets are more than {} levels deep here", nesting_limit));
        give_up_statement();
        return false;
    }
    open_.push_back(at_);
    take();
    return true;
}

// Whether the bracket that is open now is closed within reach.
bool Parser::closes_soon(Type closer) const noexcept {
    constexpr std::size_t reach = 200;
    std::size_t depth = 0;
    for (std::size_t i = 1; i < reach && peek(i).type != Type::end; ++i) {
        const Type type = peek(i).type;
        if (type == Type::open_round || type == Type::open_square)
            ++depth;
        else if (type == closer && depth == 0)
            return true;
        else if ((type == Type::close_round || type == Type::close_square) && depth > 0)
            --depth;
    }
    return false;
}

base::TextSpan Parser::close_bracket() {
    const Token& open = tokens_[open_.back()];
    const Type wanted = closer_of(open.type);
    while (!at_end() && peek().type != wanted) {
        const Token& token = peek();
        if (token.type != Type::close_round && token.type != Type::close_square) {
            // Only behind a fault: the rest of the bracket cannot be understood.
            const bool comma = token.type == Type::comma;
            if (comma) take();
            skip_unexpected(!comma);
            continue;
        }
        const bool fits_outer = std::any_of(open_.begin(), open_.end(),
                                            [&](std::size_t i) { return closer_of(tokens_[i].type) == token.type; });
        const bool dropped = closes_soon(wanted);
        if (fits_outer && !dropped) {
            fault(Code::unclosed_bracket, open.span,
                  fmt::format("`{}` is not closed before `{}`", text_of(open), text_of(token)));
            open_.pop_back();
            return behind_previous();
        }
        fault(Code::unopened_bracket, token.span,
              fmt::format("`{}` does not close `{}`", text_of(token), text_of(open)), {},
              {{open.span, "this one is open"}});
        unclosed_reported_ = unclosed_reported_ || fits_outer;
        take();
        if (dropped) continue;
        open_.pop_back();
        return token.span;
    }
    open_.pop_back();
    if (!at_end()) return take().span;
    if (!unclosed_reported_ && !(previous().type == Type::text && previous().unterminated)) {
        unclosed_reported_ = true;
        const bool cut_short = limit_ + 1 < tokens_.size();
        const Type last = previous().type;
        expects_closer_ = cut_short && (last == Type::comma || last == Type::open_round || last == Type::open_square);
        fault(Code::unclosed_bracket, open.span, fmt::format("`{}` is never closed", text_of(open)),
              cut_short ? "a definition in the first column begins a new statement: close the bracket before it" : "");
    }
    return behind_previous();
}

}  // namespace phonon::lang
