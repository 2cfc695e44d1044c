// Pipes: `#`, `$` and the structure operators, collected flat by the parser and folded here by kind (LANGUAGE.md 4.6).
#include <fmt/format.h>

#include <algorithm>

#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

Value Evaluator::evaluate_pipes(const Expr& e, const ScopePtr& scope) {
    std::vector<Leading> leading;
    std::size_t next = 0;
    Value value = evaluate_leading(e, next, leading, scope);
    for (; next < e.steps.size(); ++next) {
        const TextSpan so_far = base::cover(e.span, e.steps[next].right->span);
        value = apply_step(value, e.steps[next], scope, {e.span.begin, so_far.end, e.span.file});
    }
    value.span = e.span;
    for (auto t = leading.rbegin(); t != leading.rend(); ++t) value = apply_transform(t->transform, value, e.span);
    return value;
}

// The transforms before `$`, which take all that follows them, and the first operand behind them. A control without its
// value takes what stands behind `$` up to the next pipe: fast 2 $ n $ scale "major" $ "0 2" # s "saw".
Value Evaluator::evaluate_leading(const Expr& pipes, std::size_t& next, std::vector<Leading>& leading,
                                  const ScopePtr& scope) {
    const Expr* at = pipes.items[0].get();
    Value value;
    for (;; at = pipes.steps[next++].right.get()) {
        const bool goes_on = next < pipes.steps.size() && pipes.steps[next].op.op == Operator::dollar;
        if (goes_on && waits_for_value(*at, scope)) {
            leading.push_back({nullptr, at});
            continue;
        }
        value = evaluate(*at, scope);
        if (!goes_on || !value.is(Kind::transform)) break;
        leading.push_back({value.transform(), nullptr});
    }
    const auto first_control =
        std::find_if(leading.begin(), leading.end(), [](const Leading& l) { return l.control != nullptr; });
    for (auto last = leading.end(); last != first_control;) {
        --last;
        const TextSpan span = base::cover(last->control != nullptr ? last->control->span : value.span, value.span);
        if (last->control == nullptr) {
            value = apply_transform(last->transform, value, span);
        } else {
            const Word* word = pattern::find_word(last->control->name);
            value = make_control(word->name, word, *last->control, {value}).at(span);
        }
    }
    leading.erase(first_control, leading.end());
    return value;
}

bool Evaluator::waits_for_value(const Expr& e, const ScopePtr& scope) {
    if (e.type != Expr::Type::word || !e.arguments.empty() || !e.keywords.empty()) return false;
    const Word* word = pattern::find_word(e.name);
    const bool control = word != nullptr && word->kind == pattern::WordKind::control;
    return control && find_local(e.name, scope) == nullptr;
}

Value Evaluator::apply_step(const Value& left, const PipeStep& step, const ScopePtr& scope, TextSpan span) {
    if (step.op.op == Operator::hash) {
        Value made = apply_head(*step.right, scope, left);
        made.span = span;
        return made;
    }
    const Value right = evaluate(*step.right, scope);
    switch (step.op.op) {
        case Operator::shift_early:
        case Operator::shift_late: {
            std::string key = fmt::format("{}:{}@{}", left.span.begin, span.end, scope->id);
            return shift(step.op, left, right, std::move(key), span);
        }
        case Operator::structure: return structured(step.op, left, right, span);
        default: break;
    }
    if (left.is_error() || right.is_error()) return failed(span);
    if (right.is(Kind::transform)) return apply_transform(right.transform(), left, span);
    std::string help = help_for_dollar(left, *step.right);
    if (!help.empty())
        return fault(Code::wrong_kind, right.span, "`$` applies a transform, and neither side of it is one",
                     std::move(help));
    if (left.is(Kind::chain))
        help = "a chain of effects is fed with `#`, behind the sound: x # ~name";
    else if (right.is(Kind::chain))
        help = "effects are fed with `#`: x # effect";
    else if (right.is(Kind::controls))
        help = "controls are set with `#`: x # control";
    else if (left.is_sound() && right.is_sound())
        help = "two sounds are joined by `+`";
    return fault(Code::wrong_kind, right.span,
                 fmt::format("`$` applies a transform, and this is {}", a_kind(right.kind())), std::move(help));
}

// `saw $ "55 110"`, `fast 2 3 $ s "bd"`, `note "c e" $ saw`: what was meant where no transform stands beside `$`.
std::string Evaluator::help_for_dollar(const Value& left, const Expr& right_expr) {
    const std::string& text = definitions_.sources[left.span.file].text;
    const std::string written = text.substr(left.span.begin, left.span.end - left.span.begin);
    const std::string first = written.substr(0, written.find_first_of(" \t\n("));
    if (right_expr.type == Expr::Type::word && right_expr.arguments.empty() && left.is(Kind::controls)) {
        const Facts* unit = unit_named(right_expr.name);
        if (unit != nullptr && unit->role == dsp::Role::oscillator)
            return fmt::format("events play an oscillator by its name: # s \"{}\"", right_expr.name);
    }
    if (!left.is(Kind::pattern) && !left.is(Kind::number)) return {};
    const Word* word = pattern::find_word(first);
    const Facts* unit = unit_named(first);
    if (word != nullptr && word->kind == pattern::WordKind::transform)
        return fmt::format("`{}` has one argument more than it takes, and so is applied to that", written);
    if (unit != nullptr && first == written)
        return fmt::format("an argument stands directly behind its word, as in {} \"110 220\" or {} (...)", first,
                           first);
    return "a transform stands on one side of `$`: fast 2 $ s \"bd sn\"";
}

Evaluator::Head Evaluator::head_of(const Expr& e, const ScopePtr& scope) {
    const Expr* at = &e;
    while (at->type == Expr::Type::bracket || at->type == Expr::Type::binary || at->type == Expr::Type::pipes) {
        at = at->items[0].get();
    }
    if (at->type != Expr::Type::word || find_local(at->name, scope) != nullptr || is_special(at->name))
        return Head::other;
    const bool unit = unit_named(at->name) != nullptr;
    if (!is_control_name(at->name)) return unit ? Head::unit : Head::other;
    if (!unit) return Head::control;
    // LANGUAGE.md 7: these are units on the whole sound whatever controls are called.
    for (const std::string_view always : {"lpf", "hpf", "bpf", "reverb", "delay"}) {
        if (at->name == always) return Head::unit;
    }
    const Word* word = pattern::find_word(at->name);
    const std::size_t most = word != nullptr && word->kind == pattern::WordKind::control ? word->params.size() : 1;
    return at->keywords.empty() && at->arguments.size() <= most ? Head::either : Head::unit;
}

Value Evaluator::apply_head(const Expr& e, const ScopePtr& scope, const Value& input) {
    if (input.is(Kind::chain)) {
        ChainValue longer;
        longer.apply = [this, &e, scope, first = input.chain()](const Value& x) {
            return apply_head(e, scope, first->apply(x));
        };
        return make_chain(std::move(longer), base::cover(input.span, e.span));
    }
    if (e.faulty) return evaluate(e, scope);
    switch (e.type) {
        case Expr::Type::word: return apply_head_word(e, scope, input);
        case Expr::Type::bus: return apply_head_value(evaluate(e, scope), input, e.span);
        case Expr::Type::bracket: {
            const Expr& inner = *e.items[0];
            const Head head = head_of(inner, scope);
            const bool sets = head == Head::control || (head == Head::either && !input.is(Kind::signal));
            if (sets) return apply_head_value(evaluate(inner, scope), input, e.span);
            if (head != Head::other || inner.type == Expr::Type::pipes) return apply_head(inner, scope, input);
            return apply_head_value(evaluate(inner, scope), input, e.span);
        }
        case Expr::Type::binary: {
            std::vector<const Expr*> spine;
            const Expr* at = &e;
            for (; at->type == Expr::Type::binary; at = at->items[0].get()) spine.push_back(at);
            if (detached_sign(*spine.back(), scope)) return failed(e.span);
            Value made = apply_head(*at, scope, input);
            for (auto it = spine.rbegin(); it != spine.rend(); ++it) {
                const TextSpan span = base::cover(input.span, (*it)->span);
                made = arithmetic((*it)->op, made, evaluate(*(*it)->items[1], scope), span);
            }
            return made;
        }
        case Expr::Type::pipes: {
            Value made = apply_head(*e.items[0], scope, input);
            for (const PipeStep& step : e.steps)
                made = apply_step(made, step, scope, base::cover(e.span, step.right->span));
            return made;
        }
        case Expr::Type::error: return failed(e.span);
        default: return apply_head_value(evaluate(e, scope), input, e.span);
    }
}

Value Evaluator::apply_head_word(const Expr& e, const ScopePtr& scope, const Value& input) {
    if (find_local(e.name, scope) != nullptr) return apply_head_value(evaluate(e, scope), input, e.span);
    switch (head_of(e, scope)) {
        case Head::unit: return feed_unit(*unit_named(e.name), e, scope, input, evaluate_arguments(e, scope));
        case Head::control: return apply_controls(input, control_call(e, scope), e.span);
        case Head::either:
            if (!input.is(Kind::signal)) {
                return apply_controls(input, control_call(e, scope), e.span);
            }
            return feed_unit(*unit_named(e.name), e, scope, input, evaluate_arguments(e, scope));
        case Head::other: break;
    }
    const Word* transform = pattern::find_word(e.name);
    if (transform != nullptr && transform->kind == pattern::WordKind::transform && !transform->follows_hash) {
        evaluate_arguments(e, scope);
        return fault(Code::wrong_kind, e.name_span,
                     fmt::format("`#` feeds a unit or sets a control, and `{}` is a transform", e.name),
                     "transforms are applied with `$`: x $ transform");
    }
    if (pattern::find_word(e.name) == nullptr && !is_special(e.name)) {
        evaluate_arguments(e, scope);
        return unknown_word(e, true);
    }
    return apply_head_value(evaluate(e, scope), input, e.span);
}

Value Evaluator::apply_head_value(const Value& f, const Value& input, TextSpan span) {
    if (f.is_error()) return failed(span);
    switch (f.kind()) {
        case Kind::chain: return f.chain()->apply(input);
        case Kind::controls:
        case Kind::events: return apply_controls(input, f, span);
        case Kind::transform:
            if (f.transform()->word != nullptr && f.transform()->word->follows_hash) {
                return apply_transform(f.transform(), input, span);
            }
            return fault(Code::wrong_kind, span, "`#` feeds a unit or sets a control, and this is a transform",
                         "transforms are applied with `$`: x $ transform");
        default:
            return fault(
                Code::wrong_kind, span,
                fmt::format("behind `#` stands a unit, a control or an effect chain, and this is {}", a_kind(f.kind())),
                f.is_sound()          ? "two sounds are joined by `+`, a level is `* x`"
                : f.is(Kind::number)  ? "a level is set by `* x`, or by `# gain x`"
                : f.is(Kind::pattern) ? "say what the values are: # n \"0 2\", # gain \"1 0.5\""
                                      : "");
    }
}

}  // namespace phonon::lang::passes
