// Arithmetic by kind: patterns value by value, signals sample by sample; `+` of two events plays both.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/passes/evaluator.hpp"
#include "pattern/operators.hpp"

namespace phonon::lang::passes {

namespace {

using pattern::Structure;

// Patterns inside patterns; a query goes as deep.
constexpr int pattern_depth_limit = 1000;

struct Names {
    std::string_view sign, unit;
    pattern::Op op;
};
Names names_of(Operator op) noexcept {
    switch (op) {
        case Operator::add: return {"+", "add", pattern::Op::add};
        case Operator::subtract: return {"-", "sub", pattern::Op::sub};
        case Operator::multiply: return {"*", "mul", pattern::Op::mul};
        case Operator::divide: return {"/", "div", pattern::Op::div};
        case Operator::modulo: return {"%", "mod", pattern::Op::mod};
        default: return {"**", "pow", pattern::Op::pow};
    }
}

pattern::Op op_of(StructureFunction f) noexcept {
    switch (f) {
        case StructureFunction::add: return pattern::Op::add;
        case StructureFunction::subtract: return pattern::Op::sub;
        case StructureFunction::multiply: return pattern::Op::mul;
        case StructureFunction::divide: return pattern::Op::div;
        case StructureFunction::modulo: return pattern::Op::mod;
        case StructureFunction::power: return pattern::Op::pow;
        case StructureFunction::append: return pattern::Op::concat;
        case StructureFunction::set: return pattern::Op::set;
        case StructureFunction::keep: return pattern::Op::keep;
    }
    return pattern::Op::set;
}

std::string sign_of(const OperatorUse& use) {
    switch (use.op) {
        case Operator::hash: return "#";
        case Operator::dollar: return "$";
        case Operator::shift_early: return "<~";
        case Operator::shift_late: return "~>";
        case Operator::structure: break;
        default: return std::string(names_of(use.op).sign);
    }
    static constexpr std::string_view signs[] = {"+", "-", "*", "/", "%", "**", "++", ">", "<"};
    const std::string_view sign = signs[static_cast<int>(use.function)];
    switch (use.side) {
        case StructureSide::left: return fmt::format("|{}", sign);
        case StructureSide::right: return fmt::format("{}|", sign);
        case StructureSide::both: return fmt::format("|{}|", sign);
        case StructureSide::squeeze: return fmt::format("||{}", sign);
    }
    return {};
}

std::optional<base::Fraction> exact_result(Operator op, const Number& l, const Number& r) {
    if (!l.exact || !r.exact) return std::nullopt;
    base::Fraction f = base::Fraction::invalid();
    switch (op) {
        case Operator::add: f = *l.exact + *r.exact; break;
        case Operator::subtract: f = *l.exact - *r.exact; break;
        case Operator::multiply: f = *l.exact * *r.exact; break;
        case Operator::divide: f = *l.exact / *r.exact; break;
        case Operator::modulo: f = l.exact->mod(*r.exact); break;
        default: break;
    }
    return f.valid() ? std::optional(f) : std::nullopt;
}

bool on_patterns(const Value& v) noexcept { return v.is_pattern_like(); }
bool on_controls(const Value& v) noexcept { return v.is(Kind::controls) || v.is(Kind::events); }

}  // namespace

Value Evaluator::evaluate_binary(const Expr& e, const ScopePtr& scope) {
    // Long sums lean to the left: walked in a loop, so that their length costs no stack.
    std::vector<const Expr*> spine;
    const Expr* at = &e;
    for (; at->type == Expr::Type::binary; at = at->items[0].get()) spine.push_back(at);
    if (!spine.empty() && detached_sign(*spine.back(), scope)) return failed(e.span);
    Value left = evaluate(*at, scope);
    for (auto it = spine.rbegin(); it != spine.rend(); ++it) {
        left = arithmetic((*it)->op, left, evaluate(*(*it)->items[1], scope), (*it)->span);
    }
    return left;
}

// `speed - 1` and `saw +55`: a number with its sign that was meant as the argument of the word before it.
bool Evaluator::detached_sign(const Expr& binary, const ScopePtr& scope) {
    const bool sign = binary.op.op == Operator::add || binary.op.op == Operator::subtract;
    const Expr& word = *binary.items[0];
    if (!sign || word.type != Expr::Type::word || !word.arguments.empty() || !word.keywords.empty() ||
        binary.items[1]->type != Expr::Type::number || find_local(word.name, scope) != nullptr)
        return false;
    const std::string& text = definitions_.sources[binary.span.file].text;
    const bool touching = text[binary.op.span.end] != ' ' && text[binary.op.span.begin - 1] == ' ';
    const bool oscillator = touching && unit_named(word.name) != nullptr;
    if (!oscillator && !waits_for_value(word, scope)) return false;
    const std::string number =
        text.substr(binary.items[1]->span.begin, binary.items[1]->span.end - binary.items[1]->span.begin);
    fault(Code::missing_argument, binary.op.span,
          binary.op.op == Operator::add ? "a number has no plus sign" : "a negative number touches its sign",
          fmt::format("write `{} {}{}`", word.name, binary.op.op == Operator::add ? "" : "-", number));
    return true;
}

Value Evaluator::negate(const Value& v, TextSpan span) {
    if (v.is_error()) return failed(span);
    if (v.is(Kind::number)) {
        Number n = v.number();
        n.value = -n.value;
        if (n.exact) n.exact = -*n.exact;
        return {n, span};
    }
    OperatorUse minus;
    minus.op = v.is(Kind::pattern) ? Operator::subtract : Operator::multiply;
    minus.span = span;
    return arithmetic(minus, {Number{v.is(Kind::pattern) ? 0.0 : -1.0, std::nullopt, NumberUnit::none}, span}, v, span);
}

Value Evaluator::operand_fault(const OperatorUse& op, const Value& l, const Value& r) {
    if (fault_of_itself(l) || fault_of_itself(r)) return failed(op.span);
    std::string help;
    if (l.is(Kind::transform) || r.is(Kind::transform))
        help = "apply the transform first: x $ transform";
    else if (l.is(Kind::chain) || r.is(Kind::chain))
        help = "feed a sound into the effect first: x # effect";
    else if (l.is(Kind::controls) || r.is(Kind::controls))
        help = "controls make no sound by themselves; add `# s \"...\"`";
    return fault(Code::wrong_operands, op.span,
                 fmt::format("`{}` cannot join {} and {}", sign_of(op), a_kind(l.kind()), a_kind(r.kind())),
                 std::move(help));
}

Value Evaluator::arithmetic(const OperatorUse& op, const Value& l, const Value& r, TextSpan span) {
    if (l.is_error() || r.is_error()) return failed(span);
    for (const Value* side : {&l, &r}) {
        if (!side->is(Kind::chain) || !side->chain()->is_envelope) continue;
        Signal shape = to_signal(*side);
        if (!shape) return failed(span);
        const Value signal(std::move(shape), side->span);
        return side == &l ? arithmetic(op, signal, r, span) : arithmetic(op, l, signal, span);
    }
    const Names names = names_of(op.op);
    if (l.is(Kind::number) && r.is(Kind::number) && l.number().unit == NumberUnit::none &&
        r.number().unit == NumberUnit::none) {
        Number n;
        n.exact = exact_result(op.op, l.number(), r.number());
        n.value = n.exact ? n.exact->to_double()
                          : pattern::apply_op(names.op, l.number().value, r.number().value).number_or(0);
        return {n, span};
    }
    if (on_patterns(l) && on_patterns(r)) return combine_patterns(names.op, Structure::mix, l, r, span);
    if (l.is(Kind::events) && r.is(Kind::events) && op.op == Operator::add) {
        const Controls &a = *l.controls(), &b = *r.controls();
        const bool apart = !a.signals.empty() || !b.signals.empty() || a.keyboard >= 0 || b.keyboard >= 0;
        if (!apart && std::max(a.depth, b.depth) < pattern_depth_limit) {
            Controls both;
            both.sounds = true;
            both.pattern = pattern::stack({a.pattern, b.pattern});
            both.depth = std::max(a.depth, b.depth) + 1;
            return make_controls(std::move(both), span);
        }
    } else if (l.is(Kind::events) && r.is(Kind::events) && l.controls()->sounds && r.controls()->sounds) {
        return fault(Code::wrong_operands, op.span, fmt::format("`{}` cannot join two patterns of sounds", names.sign),
                     "`+` plays both; a control is changed by an operator with a bar, as in |- n 1");
    } else if (on_controls(l) && on_controls(r)) {
        return combine_controls(names.op, Structure::mix, l, r, span);
    } else if (l.is(Kind::controls) || r.is(Kind::controls)) {
        const Value& other = l.is(Kind::controls) ? r : l;
        if (on_patterns(other)) return combine_controls(names.op, Structure::mix, l, r, span);
        return operand_fault(op, l, r);
    }
    const auto sounds = [](const Value& v) { return on_patterns(v) || v.is_sound(); };
    if (!sounds(l) || !sounds(r)) return operand_fault(op, l, r);
    Signal a = to_signal(l);
    Signal b = to_signal(r);
    if (!a || !b) return failed(span);
    Signal made = math_unit(names.unit, {std::move(a), std::move(b)}, span);
    return made ? Value(std::move(made), span) : failed(span);
}

Value Evaluator::structured(const OperatorUse& op, const Value& l, const Value& r, TextSpan span) {
    if (l.is_error() || r.is_error()) return failed(span);
    if (l.is(Kind::signal) || r.is(Kind::signal)) {
        return fault(Code::structure_on_signal, op.span,
                     fmt::format("`{}` combines events, and a signal has none", sign_of(op)),
                     "signals take + - * / % **");
    }
    const Structure how = structure_of(op);
    if (on_patterns(l) && on_patterns(r)) return combine_patterns(op_of(op.function), how, l, r, span);
    const bool fit = (on_controls(l) || on_patterns(l)) && (on_controls(r) || on_patterns(r));
    if (!fit) return operand_fault(op, l, r);
    return combine_controls(op_of(op.function), how, l, r, span);
}

// In a product a level or an interval is a factor wherever it cannot be meant as itself: 110 * 7st is a fifth higher.
DeferredPtr Evaluator::factor_of(const Value& v) {
    DeferredPtr plain = deferred_of(v);
    const bool ratio =
        v.is(Kind::number) && (v.number().unit == NumberUnit::decibels || v.number().unit == NumberUnit::semitones);
    if (!ratio) return plain;
    Deferred d = *plain;
    d.make = [unit = v.number().unit, plain](const Use& use) {
        const bool itself =
            use.measure == (unit == NumberUnit::decibels ? dsp::Measure::decibels : dsp::Measure::semitones);
        return plain->make(itself ? use : Use{use.reading, dsp::Measure::none});
    };
    return std::make_shared<const Deferred>(std::move(d));
}

Value Evaluator::combine_patterns(pattern::Op op, Structure how, const Value& l, const Value& r, TextSpan span) {
    const bool sum = op == pattern::Op::add || op == pattern::Op::sub;
    DeferredPtr a = sum ? deferred_of(l) : factor_of(l), b = sum ? deferred_of(r) : factor_of(r);
    Deferred d;
    d.depth = std::max(a->depth, b->depth) + 1;
    if (d.depth > pattern_depth_limit) {
        return fault(Code::nesting_too_deep, span, "this pattern is nested too deeply",
                     "split it into buses that sound");
    }
    d.make = [op, how, a = std::move(a), b = std::move(b)](const Use& use) -> std::optional<Pattern> {
        const auto left = a->make(use);
        const auto right = b->make(use);
        if (!left || !right) return std::nullopt;
        return pattern::apply_op(op, how, *left, *right);
    };
    return make_deferred(std::move(d), span);
}

Value Evaluator::combine_controls(pattern::Op op, Structure how, const Value& l, const Value& r, TextSpan span) {
    const auto part = [this](const Value& v) -> std::optional<Controls> {
        if (on_controls(v)) return *v.controls();
        const auto p = pattern_of(v, as_number);
        if (!p) return std::nullopt;
        Controls c;
        c.pattern = *p;
        return c;
    };
    auto a = part(l), b = part(r);
    if (!a || !b) return failed(span);
    Controls made;
    made.pattern = pattern::apply_op(op, how, a->pattern, b->pattern);
    made.sounds = a->sounds || b->sounds;
    made.keyboard = std::max(a->keyboard, b->keyboard);
    made.depth = std::max(a->depth, b->depth) + 1;
    if (made.depth > pattern_depth_limit) {
        return fault(Code::nesting_too_deep, span, "this pattern is nested too deeply",
                     "split it into buses that sound");
    }
    // A control that follows a signal keeps doing so unless the other side sets it by value.
    const bool right_wins = op != pattern::Op::keep;
    for (Controls* side : {&*a, &*b}) {
        for (SignalControl& s : side->signals) {
            const auto same = [&](const SignalControl& have) { return have.name == s.name; };
            const auto at = std::find_if(made.signals.begin(), made.signals.end(), same);
            if (at == made.signals.end())
                made.signals.push_back(std::move(s));
            else if (right_wins)
                at->signal = std::move(s.signal);
        }
    }
    if (right_wins && !b->control.empty() && b->signals.empty()) {
        std::erase_if(made.signals, [&](const SignalControl& s) { return s.name == b->control; });
    }
    return make_controls(std::move(made), span);
}

// `0.25 ~> x`, `1/8 <~ x`: the left side is the time, the right side what is moved.
Value Evaluator::shift(const OperatorUse& op, const Value& l, const Value& r, std::string key, TextSpan span) {
    if (l.is_error() || r.is_error()) return failed(span);
    if (!on_patterns(l)) {
        return fault(
            Code::wrong_operands, op.span,
            fmt::format("the left side of `{}` is a time in cycles, and this is {}", sign_of(op), a_kind(l.kind())),
            fmt::format("write (0.25 {}) or 0.25 {} x", sign_of(op), sign_of(op)));
    }
    const TransformPtr t = operator_stage(op, l, true, std::move(key), span);
    return t ? apply_transform(t, r, span) : failed(span);
}

}  // namespace phonon::lang::passes
