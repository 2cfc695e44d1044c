// Every form of expression to the function that evaluates it; the simple forms here.
#include "lang/passes/evaluator.hpp"

#include <fmt/format.h>

#include "lang/foreign_words.hpp"
#include "lang/statement_words.hpp"
#include "pattern/notes.hpp"

namespace phonon::lang::passes {

namespace {

// Evaluation inside evaluation: brackets, calls, buses and functions count. Each level takes a few hundred bytes.
constexpr int depth_limit = 2000;

}  // namespace

Evaluator::Evaluator(Definitions& definitions, const CheckOptions& options, Report& report, Program& program)
    : definitions_(definitions),
      options_(options),
      report_(report),
      program_(program),
      global_(std::make_shared<Scope>()) {}

Value Evaluator::evaluate(const Expr& e, const ScopePtr& scope) {
    if (depth_ >= depth_limit) {
        return fault(Code::nesting_too_deep, e.span, "this is nested too deeply", "split it into buses");
    }
    ++depth_;
    Value v = e.faulty && e.type == Expr::Type::text ? failed(e.span) : evaluate_node(e, scope);
    --depth_;
    return e.faulty ? failed(e.span) : v;
}

Value Evaluator::evaluate_node(const Expr& e, const ScopePtr& scope) {
    switch (e.type) {
        case Expr::Type::number: return evaluate_number(e);
        case Expr::Type::text: return evaluate_string(e);
        case Expr::Type::word: return evaluate_word(e, scope);
        case Expr::Type::bus: return evaluate_bus(e, scope);
        case Expr::Type::list: return evaluate_list(e, scope);
        case Expr::Type::bracket: return evaluate(*e.items[0], scope);
        case Expr::Type::negate: return negate(evaluate(*e.items[0], scope), e.span);
        case Expr::Type::binary: return evaluate_binary(e, scope);
        case Expr::Type::compose: return evaluate_compose(e, scope);
        case Expr::Type::pipes: return evaluate_pipes(e, scope);
        case Expr::Type::left_section:
        case Expr::Type::right_section: return evaluate_section(e, scope);
        case Expr::Type::operator_word: return {e.op, e.span};
        case Expr::Type::error: break;
    }
    return failed(e.span);
}

Value Evaluator::evaluate_number(const Expr& e) { return {Number{e.number, e.exact, e.unit}, e.span}; }

Value Evaluator::evaluate_list(const Expr& e, const ScopePtr& scope) {
    auto items = std::make_shared<std::vector<Value>>();
    for (const ExprPtr& item : e.items) items->push_back(evaluate(*item, scope));
    return {ListPtr(std::move(items)), e.span};
}

const Value* Evaluator::find_local(std::string_view name, const ScopePtr& scope) {
    if (const auto at = scope->values.find(name); at != scope->values.end()) return &at->second;
    const auto at = scope->locals.find(name);
    if (at == scope->locals.end()) return nullptr;
    Scope::Local& local = at->second;
    if (!local.done) {
        if (local.busy) {
            local.result =
                fault(Code::endless_definition, local.value->span, fmt::format("`{}` is defined by itself", name),
                      "a name in `where` cannot stand in its own value");
        } else {
            local.busy = true;
            local.result = evaluate(*local.value, scope);
        }
        local.done = true;
    }
    return &local.result;
}

Value Evaluator::evaluate_word(const Expr& e, const ScopePtr& scope) {
    if (const Value* local = find_local(e.name, scope)) {
        if (!e.arguments.empty() || !e.keywords.empty()) {
            return fault(Code::too_many_arguments, e.span,
                         fmt::format("`{}` is a value here and takes no arguments", e.name));
        }
        return local->at(e.span);
    }
    if (is_special(e.name)) return evaluate_special(e, scope);

    const Facts* unit = unit_named(e.name);
    const Word* word = pattern::find_word(e.name);
    const bool bare = e.arguments.empty() && e.keywords.empty();
    if (word != nullptr && unit != nullptr) {
        if (bare && (word->continuous || word->kind != pattern::WordKind::control)) return call_word(*word, e, scope);
        std::vector<Value> arguments = evaluate_arguments(e, scope);
        bool signal = false;
        for (const Value& v : arguments) signal = signal || v.is(Kind::signal);
        if (word->kind == pattern::WordKind::control) {
            if (head_of(e, scope) == Head::either && unit->role == dsp::Role::envelope)
                return envelope(*unit, e, scope);
            if (head_of(e, scope) == Head::either) return make_control(word->name, word, e, std::move(arguments));
            return unit_or_chain(*unit, e, scope, std::move(arguments));
        }
        const bool target_last =
            word->kind == pattern::WordKind::transform && arguments.size() == word->params.size() + 1;
        if (target_last && arguments.back().is(Kind::signal) && word->topic != "operators")
            return call_word(*word, e, std::move(arguments), scope);
        const std::size_t most = word->params.size() + (word->kind == pattern::WordKind::transform ? 1 : 0);
        if (signal || !e.keywords.empty() || arguments.size() > most) {
            return unit_or_chain(*unit, e, scope, std::move(arguments));
        }
        return call_word(*word, e, std::move(arguments), scope);
    }
    if (unit != nullptr) return unit_or_chain(*unit, e, scope, evaluate_arguments(e, scope));
    if (word != nullptr && word->kind != pattern::WordKind::control) return call_word(*word, e, scope);
    if (is_control_name(e.name)) return control_call(e, scope);
    return unknown_word(e, false);
}

// `adsr 0.01 0.1 0.5 0.2` as a value: the controls of that name for events, the unit for everything else.
Value Evaluator::envelope(const Facts& unit, const Expr& e, const ScopePtr& scope) {
    ChainValue chain;
    chain.is_envelope = true;
    chain.apply = [this, &unit, &e, scope](const Value& x) {
        if (x.is(Kind::controls) || x.is(Kind::events)) return apply_controls(x, control_call(e, scope), e.span);
        return feed_unit(unit, e, scope, x, evaluate_arguments(e, scope));
    };
    return make_chain(std::move(chain), e.span);
}

Value Evaluator::unknown_word(const Expr& e, bool after_hash) {
    return fault(Code::unknown_word, e.name_span, fmt::format("unknown word `{}`", e.name),
                 help_for_unknown(e.name, after_hash));
}

std::string Evaluator::help_for_unknown(const std::string& word, bool after_hash) const {
    if (definitions_.buses.find(word) != definitions_.buses.end()) return fmt::format("did you mean `~{}`?", word);
    if (!after_hash && stem_number(word))
        return fmt::format("`{}` begins a statement, in the first column; the line above ends with an operator", word);
    if (!after_hash && options_.sound_exists && options_.sound_exists(word))
        return fmt::format("the names of sounds stand in strings: s \"{}\"", word);
    if (!after_hash && pattern::note_semitones(word))
        return fmt::format("the names of notes stand in strings: \"{}\"", word);
    if (const std::string_view help = help_for_foreign_word(word); !help.empty()) return std::string(help);
    const std::string near = after_hash ? near_effect(word) : near_value(word);
    if (!near.empty()) return fmt::format("did you mean `{}`?", near);
    const std::string bus = near_bus(word);
    return bus.empty() ? "" : fmt::format("did you mean `{}`?", bus);
}

std::string Evaluator::text_of(const Expr& e, const ScopePtr& scope) const {
    const std::string& source = definitions_.sources[e.span.file].text;
    std::string text;
    bool blank = false;
    for (std::uint32_t i = e.span.begin; i < e.span.end && i < source.size(); ++i) {
        const char c = source[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            blank = !text.empty();
            continue;
        }
        if (blank) text += ' ';
        blank = false;
        text += c;
    }
    while (text.size() > 2 && text.front() == '(' && text.back() == ')' && text.find(')') == text.size() - 1) {
        text = text.substr(1, text.size() - 2);
    }
    if (scope->id != 0) text += fmt::format("@{}", scope->id);
    return text;
}

}  // namespace phonon::lang::passes
