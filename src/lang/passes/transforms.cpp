// Transforms applied, by the kind of what they are applied to.
#include <fmt/format.h>

#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

namespace {

constexpr int pattern_depth_limit = 1000;

}  // namespace

Value Evaluator::evaluate_compose(const Expr& e, const ScopePtr& scope) {
    std::vector<TransformPtr> stages;
    bool good = !e.faulty;
    for (auto item = e.items.rbegin(); item != e.items.rend(); ++item) {
        const Value v = evaluate(**item, scope);
        if (v.is(Kind::transform)) {
            stages.push_back(v.transform());
            continue;
        }
        const bool told = !good;
        good = false;
        if (!told && !v.is_error() && !fault_of_itself(v)) {
            fault(Code::wrong_kind, v.span, fmt::format("`.` composes transforms, and this is {}", a_kind(v.kind())),
                  v.is(Kind::chain) ? "effects are chained with `#`" : "a transform is applied to it by `$`: x $ rev");
        }
    }
    return good ? Value(compose(std::move(stages)), e.span) : failed(e.span);
}

std::optional<pattern::Transform> Evaluator::bind(const TransformValue& t, Target& target) {
    if (t.stages.empty()) return t.bind(target);
    std::vector<pattern::Transform> bound;
    for (const TransformPtr& stage : t.stages) {
        auto f = bind(*stage, target);
        if (!f) return std::nullopt;
        bound.push_back(std::move(*f));
    }
    return [bound = std::move(bound)](const Pattern& p) {
        Pattern made = p;
        for (const pattern::Transform& f : bound) made = f(made);
        return made;
    };
}

Value Evaluator::apply_transform(const TransformPtr& t, const Value& x, TextSpan span) {
    if (x.is_error()) return failed(span);
    if (x.is(Kind::transform)) return {compose({x.transform(), t}), span};
    if (t->stages.empty()) return apply_stage(t, x, span);
    Value made = x;
    for (const TransformPtr& stage : t->stages) made = apply_stage(stage, made, span);
    return made;
}

Value Evaluator::apply_stage(const TransformPtr& stage, const Value& x, TextSpan span) {
    switch (x.kind()) {
        case Kind::error: return failed(span);
        case Kind::number:
        case Kind::pattern: {
            Deferred d;
            const DeferredPtr inner = deferred_of(x);
            d.depth = inner->depth + 1;
            d.silent = inner->silent;
            if (d.depth > pattern_depth_limit) {
                return fault(Code::nesting_too_deep, span, "this pattern is nested too deeply", "use fewer transforms");
            }
            d.make = [this, stage, inner, span](const Use& use) -> std::optional<Pattern> {
                Target target;
                target.use = use;
                target.span = span;
                const auto f = bind(*stage, target);
                const auto p = inner->make(use);
                if (!f || !p) return std::nullopt;
                return (*f)(*p);
            };
            return make_deferred(std::move(d), span);
        }
        case Kind::controls:
        case Kind::events: return apply_to_controls(stage, x, span);
        case Kind::signal: return apply_to_signal(stage, x, span);
        default:
            return fault(Code::wrong_kind, span,
                         fmt::format("a transform takes patterns and sounds, and this is {}", a_kind(x.kind())),
                         x.is(Kind::chain) ? "apply the transform to the sound that goes through the chain" : "");
    }
}

Value Evaluator::apply_to_controls(const TransformPtr& stage, const Value& x, TextSpan span) {
    const Controls& c = *x.controls();
    if (c.depth >= pattern_depth_limit) {
        return fault(Code::nesting_too_deep, span, "this pattern is nested too deeply", "use fewer transforms");
    }
    Target target;
    target.type = c.sounds ? Target::Type::events : Target::Type::controls;
    target.span = span;
    const auto f = bind(*stage, target);
    if (!f) return failed(span);
    Controls made = c;
    made.control.clear();
    made.depth = c.depth + 1;
    made.pattern = (*f)(c.pattern);
    Mapping found;
    for (SignalControl& s : made.signals) {
        s.signal = map_tree(*application(stage, -1), s.signal, false, span, found);
        if (!s.signal) return failed(span);
    }
    const bool shared = !c.origin.empty() && target.routes.empty();
    made.origin = shared ? c.origin + "/" + stage->key : std::string();
    if (target.routes.empty()) return make_controls(std::move(made), span);
    Signal tree = routed(made, target.routes, 0, span);
    return tree ? Value(std::move(tree), span) : failed(span);
}

Value Evaluator::apply_to_signal(const TransformPtr& stage, const Value& x, TextSpan span) {
    if (stage->word != nullptr && unit_named(stage->word->name) != nullptr) return word_on_signal(*stage, x, span);
    int layers = 0;
    if (stage->layers) {
        Target target;
        target.type = Target::Type::other;
        target.span = span;
        const auto bound = stage->layers(target);
        if (!bound) return failed(span);
        layers = static_cast<int>(bound->size());
    }
    Applied applied{span, stage->key, {}, {}, stage->word};
    std::vector<Value> copies;
    for (int layer = stage->layers ? 0 : -1; layer < layers; ++layer) {
        Application* a = application(stage, layer);
        Signal copy = map_tree(*a, x.signal(), true, span, applied.found);
        if (!copy) return failed(span);
        if (a->other && !a->other->pure_control.empty()) applied.pure_control = a->other->pure_control;
        copies.push_back({std::move(copy), span});
        if (layer < 0) break;
    }
    applied_.push_back(std::move(applied));
    return sum_of_sounds(copies, span);
}

}  // namespace phonon::lang::passes
