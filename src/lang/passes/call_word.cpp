// Calls of pattern words: their arguments bound to what the words are applied to.
#include <fmt/format.h>

#include <algorithm>

#include "lang/parser.hpp"
#include "lang/passes/evaluator.hpp"
#include "pattern/combine.hpp"

namespace phonon::lang::passes {

namespace {

using pattern::Arg;
using pattern::Param;
using pattern::ParamKind;
using pattern::WordKind;

// `["verse", x]` among the choices of a word: x under that name.
bool has_name(const Value& item) {
    if (!item.is(Kind::list) || item.list().size() != 2) return false;
    const Value& name = item.list().front();
    return name.is(Kind::pattern) && name.pattern()->literal != nullptr;
}

// What the pattern arguments of a word are, lists included.
void collect_patterns(const Value& v, ParamKind kind, std::vector<const Value*>& into, bool nested = false) {
    if (!v.is(Kind::list)) {
        into.push_back(&v);
        return;
    }
    // Beside a sound, numbers and patterns of numbers are lengths and weights: [s "bd", "<5 0>"].
    const auto sounds = [](const Value& item) { return item.is(Kind::controls) || item.is_sound(); };
    const bool mixed = nested && std::any_of(v.list().begin(), v.list().end(), sounds);
    for (const Value& item : v.list()) {
        if (mixed && item.is_pattern_like()) continue;
        collect_patterns(kind == ParamKind::choices && has_name(item) ? item.list().back() : item, kind, into, true);
    }
}

}  // namespace

std::vector<Value> Evaluator::evaluate_arguments(const Expr& e, const ScopePtr& scope) {
    std::vector<Value> values;
    values.reserve(e.arguments.size());
    for (const ExprPtr& argument : e.arguments) values.push_back(evaluate(*argument, scope));
    return values;
}

Value Evaluator::call_word(const Word& word, const Expr& e, const ScopePtr& scope) {
    if (naked_call(e, scope)) return failed(e.span);
    std::vector<Value> arguments;
    for (std::size_t i = 0; i < e.arguments.size(); ++i) {
        const Expr& a = *e.arguments[i];
        // A bare word where a word is wanted stands for itself: arp up, spread fast [1, 2].
        const bool named = i < word.params.size() &&
                           (word.params[i].kind == ParamKind::word || word.params[i].kind == ParamKind::text) &&
                           a.type == Expr::Type::word && a.arguments.empty() && a.keywords.empty() &&
                           find_local(a.name, scope) == nullptr;
        if (!named) {
            arguments.push_back(evaluate(a, scope));
            continue;
        }
        Deferred d;
        d.literal = &a;
        d.make = [name = a.name](const Use&) { return std::optional(pattern::pure(pattern::Value::text(name))); };
        arguments.push_back(make_deferred(std::move(d), a.span));
    }
    return call_word(word, e, std::move(arguments), scope);
}

Value Evaluator::call_word(const Word& word, const Expr& e, std::vector<Value> arguments, const ScopePtr& scope) {
    std::optional<Value> target;
    auto complete = complete_arguments(word, e, std::move(arguments), scope, target);
    if (!complete) return failed(e.span);
    if (word.kind != WordKind::transform) return word_pattern(word, std::move(*complete), e.span);
    Value t = make_transform(word_transform(word, std::move(*complete), text_of(e, scope)), e.span);
    return target ? apply_transform(t.transform(), *target, e.span) : t;
}

// `every 2 fast 2`, `stack s "bd" ...`: a word among the arguments of another, whose own arguments follow it.
bool Evaluator::naked_call(const Expr& e, const ScopePtr& scope) {
    for (std::size_t i = 0; i + 1 < e.arguments.size(); ++i) {
        const Expr& a = *e.arguments[i];
        if (a.type != Expr::Type::word || !a.arguments.empty() || !a.keywords.empty() ||
            find_local(a.name, scope) != nullptr || is_special(a.name))
            continue;
        const Word* word = pattern::find_word(a.name);
        if (word == nullptr || word->params.empty() || !word->params[0].by_default.empty()) continue;
        if (word->continuous || (word->kind != WordKind::transform && word->kind != WordKind::control)) continue;
        const Word* outer = pattern::find_word(e.name);
        const bool itself = outer != nullptr && i < outer->params.size() &&
                            (outer->params[i].kind == ParamKind::word || outer->params[i].kind == ParamKind::text ||
                             outer->params[i].kind == ParamKind::transform) &&
                            i + 1 < outer->params.size() && e.arguments.size() <= outer->params.size() &&
                            outer->params[i].kind != ParamKind::transform;
        if (itself) continue;
        const TextSpan call{a.span.begin, e.arguments[i + 1]->span.end, a.span.file};
        const std::string written = definitions_.sources[call.file].text.substr(call.begin, call.end - call.begin);
        fault(Code::naked_call, a.span,
              fmt::format("`{}` stands without brackets among the arguments of `{}`", a.name, e.name),
              written.size() > 40 || written.find('\n') != written.npos
                  ? fmt::format("put brackets around `{}` and what belongs to it, or `$` before it", a.name)
                  : fmt::format("write `({})`, or `$` before it where it is what `{}` is applied to", written, e.name));
        return true;
    }
    return false;
}

Value Evaluator::default_of(const Param& param) {
    ExprPtr& read = defaults_[&param];
    if (!read) {
        base::Diagnostics none;
        read = parse_expression(param.by_default, 0, none);
    }
    return evaluate(*read, global_);
}

Value Evaluator::word_pattern(const Word& word, std::vector<Value> arguments, TextSpan span) {
    std::vector<const Value*> parts;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const ParamKind kind = word.params[i].kind;
        const bool patterns = kind == ParamKind::pattern || kind == ParamKind::list || kind == ParamKind::choices;
        if (patterns) collect_patterns(arguments[i], kind, parts);
    }
    int depth = 1;
    bool signals = false, sounds = false, controls = false;
    const Value* plain = nullptr;
    for (const Value* v : parts) {
        if (v->is_error()) return failed(span);
        const bool live = v->is(Kind::events) && (!v->controls()->signals.empty() || v->controls()->keyboard >= 0);
        signals = signals || v->is(Kind::signal) || live;
        sounds = sounds || v->is(Kind::events);
        controls = controls || v->is(Kind::controls);
        if (v->is(Kind::pattern) && !v->pattern()->silent) plain = v;
        if (v->is_pattern_like()) depth = std::max(depth, deferred_of(*v)->depth + 1);
        if (v->is(Kind::events) || v->is(Kind::controls)) depth = std::max(depth, v->controls()->depth + 1);
    }
    if (signals) {
        if (word.name != "stack" && word.name != "overlay") {
            return fault(Code::signal_in_pattern, span,
                         fmt::format("`{}` puts events one after the other, and a signal has none", word.name),
                         "`stack` and `+` play signals together");
        }
        std::vector<Value> all;
        for (const Value* v : parts) all.push_back(*v);
        return sum_of_sounds(all, span);
    }
    if ((sounds || controls) && plain != nullptr) {
        return fault(
            Code::wrong_kind, plain->span,
            fmt::format("`{}` cannot mix {} and a pattern of values", word.name, sounds ? "events" : "controls"),
            "say what the values are: note \"c e\", s \"bd sn\"");
    }
    if (sounds || controls) {
        Target target;
        target.type = sounds ? Target::Type::events : Target::Type::controls;
        target.span = span;
        const auto args = bind_arguments(word, arguments, target);
        if (!args) return failed(span);
        Controls made;
        made.sounds = sounds;
        made.depth = depth;
        made.pattern = word.apply(*args, pattern::silence());
        if (target.routes.empty()) return make_controls(std::move(made), span);
        Signal tree = routed(made, target.routes, 0, span);
        return tree ? Value(std::move(tree), span) : failed(span);
    }
    Deferred d;
    d.depth = depth;
    d.silent = word.name == "silence";
    d.make = [this, &word, arguments = std::move(arguments), span](const Use& use) -> std::optional<Pattern> {
        Target target;
        target.use = use;
        target.span = span;
        const auto args = bind_arguments(word, arguments, target);
        if (!args) return std::nullopt;
        return word.apply(*args, pattern::silence());
    };
    return make_deferred(std::move(d), span);
}

Value Evaluator::sum_of_sounds(const std::vector<Value>& sounds, TextSpan span) {
    Signal sum;
    for (const Value& v : sounds) {
        Signal next = to_signal(v);
        if (!next) return failed(span);
        sum = sum ? math_unit("add", {sum, next}, span) : next;
        if (!sum) return failed(span);
    }
    return sum ? Value(std::move(sum), span) : Value(number_node(0, span), span);
}

TransformValue Evaluator::word_transform(const Word& word, std::vector<Value> arguments, std::string key) {
    TransformValue t;
    t.key = std::move(key);
    t.word = &word;
    t.arguments = arguments;
    t.bind = [this, &word, arguments](Target& target) -> std::optional<pattern::Transform> {
        auto args = bind_arguments(word, arguments, target);
        if (!args) return std::nullopt;
        return [apply = word.apply, args = std::move(*args)](const Pattern& p) { return apply(args, p); };
    };
    if (word.layers != nullptr) {
        t.layers = [this, &word, arguments](Target& target) -> std::optional<std::vector<pattern::Transform>> {
            const auto args = bind_arguments(word, arguments, target);
            if (!args) return std::nullopt;
            return word.layers(*args);
        };
    }
    return t;
}

std::optional<std::vector<Arg>> Evaluator::bind_arguments(const Word& word, const std::vector<Value>& arguments,
                                                          Target& target) {
    std::vector<Arg> args;
    bool good = true;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto arg = bind_argument(word.params[i], arguments[i], target);
        good = good && arg.has_value();
        if (arg) args.push_back(std::move(*arg));
    }
    return good ? std::optional(std::move(args)) : std::nullopt;
}

std::optional<Arg> Evaluator::bind_argument(const Param& param, const Value& v, Target& target) {
    const auto read = [&](const Use& use) -> std::optional<Arg> {
        auto p = pattern_of(v, use);
        if (!p) return std::nullopt;
        return Arg{std::move(*p)};
    };
    switch (param.kind) {
        case ParamKind::number: return read(as_number);
        case ParamKind::time: return read({Reading::number, dsp::Measure::cycles});
        case ParamKind::boolean: return read({Reading::boolean, dsp::Measure::none});
        case ParamKind::word: return read({Reading::word, dsp::Measure::none});
        case ParamKind::constant: return Arg{in_measure(v.number(), dsp::Measure::none)};
        case ParamKind::text: return Arg{v.pattern()->literal->name};
        case ParamKind::pattern:
        case ParamKind::transform:
        case ParamKind::list: return bind_item(v, target);
        case ParamKind::choices: return bind_choices(v, target);
    }
    return std::nullopt;
}

std::optional<Arg> Evaluator::bind_choices(const Value& v, Target& target) {
    pattern::ArgList items;
    for (const Value& item : v.list()) {
        const bool named = has_name(item);
        auto arg = bind_item(named ? item.list().back() : item, target);
        if (!arg) return std::nullopt;
        if (named) {
            Arg name{pattern::pure(pattern::Value::text(item.list().front().pattern()->literal->name))};
            arg = Arg{pattern::ArgList{std::move(name), std::move(*arg)}};
        }
        items.push_back(std::move(*arg));
    }
    return Arg{std::move(items)};
}

std::optional<Arg> Evaluator::bind_item(const Value& v, Target& target) {
    if (v.is(Kind::transform)) {
        auto t = bind(*v.transform(), target);
        if (!t) return std::nullopt;
        return Arg{std::move(*t)};
    }
    if (v.is(Kind::list)) {
        pattern::ArgList items;
        for (const Value& item : v.list()) {
            // A length or a weight beside words: [[3, "a"], [1, "e"]].
            if (v.list().size() > 1 && item.is(Kind::number)) {
                items.push_back(Arg{pattern_of(item, Use{}).value_or(pattern::silence())});
                continue;
            }
            auto arg = bind_item(item, target);
            if (!arg) return std::nullopt;
            items.push_back(std::move(*arg));
        }
        return Arg{std::move(items)};
    }
    auto p = pattern_of(v, target.type == Target::Type::numbers ? target.use : Use{});
    if (!p) return std::nullopt;
    return Arg{std::move(*p)};
}

}  // namespace phonon::lang::passes
