// Sections, `(# speed 2)` and `(0.25 ~>)`: an operator with one side missing is a transform.
#include <fmt/format.h>

#include "lang/passes/evaluator.hpp"
#include "pattern/combine.hpp"
#include "pattern/operators.hpp"

namespace phonon::lang::passes {

namespace {

using pattern::Structure;

pattern::Op value_op(const OperatorUse& use) noexcept {
    if (use.op == Operator::structure) {
        constexpr pattern::Op ops[] = {pattern::Op::add,    pattern::Op::sub, pattern::Op::mul,
                                       pattern::Op::div,    pattern::Op::mod, pattern::Op::pow,
                                       pattern::Op::concat, pattern::Op::set, pattern::Op::keep};
        return ops[static_cast<int>(use.function)];
    }
    switch (use.op) {
        case Operator::add: return pattern::Op::add;
        case Operator::subtract: return pattern::Op::sub;
        case Operator::multiply: return pattern::Op::mul;
        case Operator::divide: return pattern::Op::div;
        case Operator::modulo: return pattern::Op::mod;
        case Operator::power: return pattern::Op::pow;
        default: return pattern::Op::set;
    }
}

bool heard_without_events(std::string_view control) noexcept { return control == "gain" || control == "pan"; }

}  // namespace

Structure structure_of(const OperatorUse& use) noexcept {
    if (use.op == Operator::hash) return Structure::in;
    if (use.op != Operator::structure) return Structure::mix;
    switch (use.side) {
        case StructureSide::left: return Structure::in;
        case StructureSide::right: return Structure::out;
        case StructureSide::both: return Structure::mix;
        case StructureSide::squeeze: return Structure::squeeze;
    }
    return Structure::mix;
}

Value Evaluator::evaluate_section(const Expr& e, const ScopePtr& scope) {
    const Expr& operand = *e.items[0];
    if (e.type == Expr::Type::right_section) {
        const Value v = evaluate(operand, scope);
        if (v.is_error()) return failed(e.span);
        if (e.op.op == Operator::dollar && v.is(Kind::transform)) return v.at(e.span);
        const TransformPtr t = operator_stage(e.op, v, true, text_of(e, scope), e.span);
        return t ? Value(t, e.span) : failed(e.span);
    }
    // (# speed 2 # gain 0.5): every pipe is a step of its own.
    const bool several = operand.type == Expr::Type::pipes;
    std::vector<TransformPtr> stages;
    stages.push_back(section_stage(e.op, several ? *operand.items[0] : operand, scope, e.span));
    if (several)
        for (const PipeStep& step : operand.steps) stages.push_back(section_stage(step.op, *step.right, scope, e.span));
    for (const TransformPtr& stage : stages)
        if (!stage) return failed(e.span);
    return {compose(std::move(stages)), e.span};
}

TransformPtr Evaluator::section_stage(const OperatorUse& op, const Expr& operand, const ScopePtr& scope,
                                      TextSpan span) {
    if (op.op == Operator::hash) {
        std::vector<const Expr*> spine;
        const Expr* head = &operand;
        for (; head->type == Expr::Type::binary; head = head->items[0].get()) spine.push_back(head);
        std::vector<TransformPtr> stages{head_stage(*head, scope, span)};
        for (auto it = spine.rbegin(); it != spine.rend(); ++it) {
            const Value v = evaluate(*(*it)->items[1], scope);
            stages.push_back(operator_stage((*it)->op, v, false, "(" + text_of(**it, scope) + ")", span));
        }
        for (const TransformPtr& stage : stages)
            if (!stage) return nullptr;
        return compose(std::move(stages));
    }
    const Value v = evaluate(operand, scope);
    if (v.is_error()) return nullptr;
    if (op.op == Operator::dollar) {
        if (v.is(Kind::transform)) return v.transform();
        fault(Code::wrong_kind, operand.span, fmt::format("`$` applies a transform, and this is {}", a_kind(v.kind())));
        return nullptr;
    }
    if (op.op == Operator::shift_early || op.op == Operator::shift_late) {
        fault(Code::wrong_operands, op.span, "the time stands on the left of a shift", "write (0.25 ~>) or (0.25 <~)");
        return nullptr;
    }
    const std::string side = op.op == Operator::structure
                                 ? fmt::format("|{}|", static_cast<int>(op.function) * 4 + static_cast<int>(op.side))
                                 : fmt::format("op{}", static_cast<int>(op.op));
    return operator_stage(op, v, false, side + " " + text_of(operand, scope), span);
}

TransformPtr Evaluator::compose(std::vector<TransformPtr> parts) {
    if (parts.size() == 1) return parts[0];
    TransformValue made;
    for (const TransformPtr& part : parts) {
        if (part->stages.empty())
            made.stages.push_back(part);
        else
            made.stages.insert(made.stages.end(), part->stages.begin(), part->stages.end());
    }
    for (auto stage = made.stages.rbegin(); stage != made.stages.rend(); ++stage) {
        made.key += (made.key.empty() ? "" : " . ") + (*stage)->key;
    }
    return std::make_shared<const TransformValue>(std::move(made));
}

// (# f ...): a control is set, a unit is something that the touched events go through.
TransformPtr Evaluator::head_stage(const Expr& head, const ScopePtr& scope, TextSpan span) {
    const Head what = head_of(head, scope);
    std::string key = "# " + text_of(head, scope);
    OperatorUse set;
    set.op = Operator::hash;
    set.span = span;
    const auto chain = [&] {
        ChainValue c;
        c.apply = [this, &head, scope](const Value& x) { return apply_head(head, scope, x); };
        return std::make_shared<const ChainValue>(std::move(c));
    };
    if (what == Head::unit) {
        // Its faults are found here, also where no sound ever reaches it.
        apply_head(head, scope, failed(head.span));
        return route_stage(chain(), std::move(key), span);
    }
    const bool control = what == Head::either && head.type == Expr::Type::word;
    const Value v = control ? control_call(head, scope) : evaluate(head, scope);
    if (v.is_error()) return nullptr;
    if (v.is(Kind::chain)) return route_stage(v.chain(), std::move(key), span);
    if (!v.is(Kind::controls) && !v.is(Kind::events)) {
        apply_head_value(v, failed(head.span), head.span);
        return nullptr;
    }
    TransformPtr setting = operator_stage(set, v, false, key, span);
    if (!setting || what != Head::either || heard_without_events(v.controls()->control)) return setting;
    // A control on events, the unit of that name on other sounds.
    TransformValue both;
    both.key = std::move(key);
    both.bind = [setting, unit = route_stage(chain(), both.key, span)](Target& target) {
        return (target.type == Target::Type::other ? unit : setting)->bind(target);
    };
    return std::make_shared<const TransformValue>(std::move(both));
}

TransformPtr Evaluator::route_stage(ChainPtr chain, std::string key, TextSpan span) {
    const pattern::ControlName mark(fmt::format("~route {}", ++next_route_));
    TransformValue t;
    t.key = std::move(key);
    t.bind = [this, chain = std::move(chain), mark, span](Target& target) -> std::optional<pattern::Transform> {
        if (target.type == Target::Type::numbers || target.type == Target::Type::controls) {
            fault(Code::wrong_kind, span,
                  fmt::format("a unit takes sounds, and this transform is applied to {}",
                              target.type == Target::Type::numbers ? "a pattern of values" : "controls"));
            return std::nullopt;
        }
        bool known = false;
        for (const Route& r : target.routes) known = known || r.mark == mark;
        if (!known) target.routes.push_back({mark, chain});
        return [mark](const Pattern& p) {
            return pattern::with_value(p, [mark](const pattern::Value& v) { return v.with(mark, 1); });
        };
    };
    return std::make_shared<const TransformValue>(std::move(t));
}

// x op v, or v op x where `on_left`.
TransformPtr Evaluator::operator_stage(const OperatorUse& op, const Value& v, bool on_left, std::string key,
                                       TextSpan span) {
    if (v.is_error()) return nullptr;
    TransformValue t;
    t.key = std::move(key);
    if (op.op == Operator::shift_early || op.op == Operator::shift_late) {
        const auto amount = pattern_of(v, {Reading::number, dsp::Measure::cycles});
        if (!amount) return nullptr;
        t.bind = [amount = *amount,
                  early = op.op == Operator::shift_early](Target&) -> std::optional<pattern::Transform> {
            return [amount, early](const Pattern& p) {
                return pattern::patternify_time(amount, [p, early](pattern::Time by) {
                    return early ? pattern::early(p, by) : pattern::late(p, by);
                });
            };
        };
        return std::make_shared<const TransformValue>(std::move(t));
    }
    const bool controls = v.is(Kind::controls) || v.is(Kind::events);
    if (controls && !v.controls()->signals.empty()) {
        fault(Code::signal_in_pattern, v.span, "inside a transform a control takes a pattern, and this is a signal");
        return nullptr;
    }
    const bool plain = op.op != Operator::structure && op.op != Operator::hash;
    if (!controls && !v.is_pattern_like() && !(plain && v.is(Kind::signal))) {
        fault(Code::wrong_kind, v.span, fmt::format("a transform cannot be made with {} here", a_kind(v.kind())));
        return nullptr;
    }
    // On a sound, arithmetic with a number, a pattern or a signal works on what is heard.
    TransformPtr on_sound;
    if (!controls && plain) {
        ChainValue c;
        c.apply = [this, op, v, on_left, span](const Value& x) {
            if (x.is_error()) return failed(span);
            return on_left ? arithmetic(op, v, x, span) : arithmetic(op, x, v, span);
        };
        on_sound = route_stage(std::make_shared<const ChainValue>(std::move(c)), t.key, span);
    }
    t.bind = [this, op, v, on_left, controls, on_sound, span](Target& target) -> std::optional<pattern::Transform> {
        const bool sound = target.type == Target::Type::events || target.type == Target::Type::other;
        if (sound && on_sound) return on_sound->bind(target);
        if (controls && target.type == Target::Type::numbers) {
            fault(Code::wrong_operands, span, "this transform sets controls, and it is applied to a pattern of values");
            return std::nullopt;
        }
        if (controls && target.type == Target::Type::other && !heard_without_events(v.controls()->control)) {
            target.pure_control = v.controls()->control.empty() ? "a control" : v.controls()->control;
        }
        const auto operand = pattern_of(v, target.type == Target::Type::numbers ? target.use : as_number);
        if (!operand) return std::nullopt;
        return [operand = *operand, f = value_op(op), how = structure_of(op), on_left](const Pattern& p) {
            return on_left ? pattern::apply_op(f, how, operand, p) : pattern::apply_op(f, how, p, operand);
        };
    };
    return std::make_shared<const TransformValue>(std::move(t));
}

}  // namespace phonon::lang::passes
