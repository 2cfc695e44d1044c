// Pipes, sums, products, signs, composition: LANGUAGE.md 4 from loose to tight.
#include <fmt/format.h>

#include "lang/layout.hpp"
#include "lang/parser_state.hpp"

namespace phonon::lang {

bool Parser::is_product(Operator op) noexcept {
    return op == Operator::multiply || op == Operator::divide || op == Operator::modulo || op == Operator::power;
}

std::optional<OperatorUse> Parser::peek_operator() const noexcept {
    const Token& token = peek();
    if (token.type != Type::op) return std::nullopt;
    return read_operator(text_of(token), token.span);
}

bool Parser::starts_expression(const Token& token) const noexcept {
    switch (token.type) {
        case Type::number:
        case Type::text:
        case Type::bus:
        case Type::open_round:
        case Type::open_square:
        case Type::unreadable: return true;
        case Type::word: return !is_word(token, "where");
        case Type::op: return is_op(token, "-");
        default: return false;
    }
}

// (x op): the operator before the closing bracket belongs to the bracket.
bool Parser::ends_as_section() const noexcept {
    return peek().type == Type::op && peek(1).type == Type::close_round && !open_.empty() &&
           tokens_[open_.back()].type == Type::open_round;
}

bool Parser::begins_where_definition(std::size_t ahead) const noexcept {
    return peek(ahead).type == Type::word && peek(ahead + 1).type == Type::equals;
}

bool Parser::ends_expression() const noexcept {
    const Token& token = peek();
    switch (token.type) {
        case Type::end: return true;
        case Type::close_round:
        case Type::close_square: return !open_.empty();
        case Type::comma: return !open_.empty() || in_where_;
        case Type::word:
            return open_.empty() &&
                   (is_word(token, "where") || (token.first_on_line && looks_like_head(tokens_, at_, text_, false)) ||
                    (in_where_ && token.first_on_line && begins_where_definition(0)));
        default: return false;
    }
}

ExprPtr Parser::rest_of_expression(ExprPtr left) {
    for (;;) {
        if (ends_expression() || ends_as_section()) return left;
        if (beats_may_follow_ && open_.empty() && starts_argument()) return left;
        const auto op = peek_operator();
        if (!op) {
            if (peek().type == Type::unreadable)
                skip_unexpected(true);
            else
                unexpected();
            continue;
        }
        const Token& token = take();
        ExprPtr right = operand_of(token, &Parser::sum);
        if (left->type != Expr::Type::pipes) {
            ExprPtr pipes = make(Expr::Type::pipes, left->span);
            add_item(*pipes, std::move(left));
            left = std::move(pipes);
        }
        left->span = base::cover(left->span, right->span);
        grow(*left, *right);
        left->steps.push_back({*op, std::move(right)});
    }
}

ExprPtr Parser::operand_of(const Token& op, ExprPtr (Parser::*rule)()) {
    while (peek().type == Type::unreadable && starts_expression(peek(1))) take();
    if (starts_expression(peek())) return (this->*rule)();
    std::string help;
    if (is_op(op, "%")) help = "`%` is the rest of a division; fifty percent is 0.5";
    if (is_op(op, "$") && is_op(peek(), "#"))
        help = "leave out the `$`, or write what goes through the chain before the `#`";
    if (!(previous().type == Type::text && previous().unterminated))
        fault(Code::missing_expression, op.span, fmt::format("nothing stands behind `{}`", text_of(op)),
              std::move(help));
    if (peek().type == Type::op && !starts_expression(peek(1))) take();  // one fault is enough for `$ *`
    ExprPtr nothing = missing({op.span.end, op.span.end, file_});
    return rule == &Parser::expression ? rest_of_expression(std::move(nothing)) : std::move(nothing);
}

ExprPtr Parser::sum() {
    ExprPtr left = product();
    for (;;) {
        const auto op = peek_operator();
        if (!op || !is_sum(op->op) || ends_as_section()) return left;
        const Token& token = take();
        ExprPtr right = operand_of(token, &Parser::product);
        ExprPtr both = make(Expr::Type::binary, base::cover(left->span, right->span));
        both->op = *op;
        add_item(*both, std::move(left));
        add_item(*both, std::move(right));
        left = std::move(both);
    }
}

ExprPtr Parser::product() {
    ExprPtr left = unary();
    for (;;) {
        const auto op = peek_operator();
        if (!op || !is_product(op->op) || ends_as_section()) return left;
        const Token& token = take();
        ExprPtr right = operand_of(token, &Parser::unary);
        ExprPtr both = make(Expr::Type::binary, base::cover(left->span, right->span));
        both->op = *op;
        add_item(*both, std::move(left));
        add_item(*both, std::move(right));
        left = std::move(both);
    }
}

// Signs cancel in pairs, so a tree has at most one in a row.
ExprPtr Parser::unary() {
    if (!is_op(peek(), "-")) return composition();
    std::size_t signs = 0;
    for (; is_op(peek(), "-"); ++signs) take();
    const Token& sign = previous();
    const Token& first = peek();
    ExprPtr operand = operand_of(sign, &Parser::composition);
    if (signs % 2 == 0) return operand;
    const base::TextSpan whole = base::cover(sign.span, operand->span);
    // The sign belongs to the number, before its unit: -6db is a level, not the negative of a factor.
    if (operand->type == Expr::Type::number && first.span == operand->span) {
        negate_number(*operand);
        operand->span = whole;
        return operand;
    }
    ExprPtr negated = make(Expr::Type::negate, whole);
    add_item(*negated, std::move(operand));
    return negated;
}

ExprPtr Parser::composition() {
    ExprPtr first = call();
    if (peek().type != Type::dot) return first;
    ExprPtr all = make(Expr::Type::compose, first->span);
    add_item(*all, std::move(first));
    while (peek().type == Type::dot) {
        const Token& dot = take();
        const bool called = peek(1).type == Type::open_round && !peek(1).blank_before;
        const bool chained = called || tokens_[at_ - 2].type == Type::close_round || all->faulty;
        if ((!dot.blank_before || !dot.blank_after) && starts_expression(peek())) {
            if (!all->faulty && chained)
                fault(Code::bad_composition, dot.span, "calls are not chained by a dot",
                      "a transform stands behind `$`, as in `s \"bd sn\" $ fast 2`, a control or an effect behind `#`, "
                      "as in "
                      "`# gain 0.8`");
            else if (!all->faulty)
                fault(Code::bad_composition, dot.span, "a dot between transforms needs a blank on each side",
                      "write `rev . fast 2`");
            all->faulty = true;
        }
        ExprPtr next = operand_of(dot, &Parser::call);
        all->span = base::cover(all->span, next->span);
        add_item(*all, std::move(next));
    }
    return all;
}

}  // namespace phonon::lang
