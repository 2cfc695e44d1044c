// The arguments of a pattern word, checked against its row of the table.
#include <fmt/format.h>

#include <algorithm>

#include "lang/passes/evaluator.hpp"
#include "pattern/mini.hpp"
#include "pattern/table_names.hpp"

namespace phonon::lang::passes {

namespace {

using pattern::Param;
using pattern::ParamKind;
using pattern::WordKind;

std::string usage(const Word& word) {
    std::string text;
    for (const Param& p : word.params) {
        if (!text.empty()) text += ", ";
        text += p.name;
        if (!p.by_default.empty()) text += fmt::format(" (or {})", p.by_default);
    }
    if (word.kind == WordKind::transform) text += text.empty() ? "only what it transforms" : ", and what it transforms";
    if (text.empty()) text = "nothing";
    return fmt::format("`{}` takes {}", word.name, text);
}

std::string_view wanted(ParamKind kind) noexcept {
    switch (kind) {
        case ParamKind::number: return "a number or a pattern of numbers";
        case ParamKind::time: return "a time in cycles";
        case ParamKind::boolean: return "a pattern of truths, as \"t ~ f\"";
        case ParamKind::word: return "a word or a pattern of words";
        case ParamKind::pattern: return "a pattern";
        case ParamKind::transform: return "a transform";
        case ParamKind::list:
        case ParamKind::choices: return "a list";
        case ParamKind::constant: return "a plain number";
        case ParamKind::text: return "a string";
    }
    return "";
}

}  // namespace

// Keywords put in their places, defaults filled in; one argument more than a transform takes is its target.
std::optional<std::vector<Value>> Evaluator::complete_arguments(const Word& word, const Expr& e,
                                                                std::vector<Value> arguments, const ScopePtr& scope,
                                                                std::optional<Value>& target) {
    const std::size_t count = word.params.size();
    if (word.kind == WordKind::transform && arguments.size() == count + 1) {
        target = std::move(arguments.back());
        arguments.pop_back();
    }
    bool good = true;
    const bool list_wanted = count > 0 && word.params[count - 1].kind == ParamKind::list;
    if (arguments.size() > count && list_wanted && !arguments[count - 1].is(Kind::list)) {
        fault(Code::wrong_kind, base::cover(arguments[count - 1].span, arguments.back().span),
              fmt::format("`{}` takes a list as its `{}`", word.name, word.params[count - 1].name),
              fmt::format("write the list in square brackets: {} [a, b]", word.name));
        return std::nullopt;
    }
    if (arguments.size() > count && arguments[count].is_error()) {
        good = false;
    } else if (arguments.size() > count) {
        fault(Code::too_many_arguments, arguments[count].span, fmt::format("too many arguments for `{}`", word.name),
              usage(word));
        good = false;
    }
    std::vector<std::optional<Value>> slots(count);
    for (std::size_t i = 0; i < std::min(count, arguments.size()); ++i) slots[i] = std::move(arguments[i]);
    for (const KeywordArgument& k : e.keywords) {
        Value v = evaluate(*k.value, scope);
        const auto at =
            std::find_if(word.params.begin(), word.params.end(), [&](const Param& p) { return p.name == k.name; });
        if (at == word.params.end()) {
            fault(Code::unknown_keyword, k.name_span, fmt::format("`{}` has no argument `{}`", word.name, k.name),
                  usage(word));
            good = false;
            continue;
        }
        auto& slot = slots[static_cast<std::size_t>(at - word.params.begin())];
        if (slot) {
            fault(Code::argument_twice, k.name_span, fmt::format("`{}` is given twice", k.name));
            good = false;
        }
        slot = std::move(v);
    }
    std::vector<Value> values;
    for (std::size_t i = 0; i < count; ++i) {
        const Param& param = word.params[i];
        if (!slots[i] && param.by_default.empty()) {
            fault(Code::missing_argument, e.name_span,
                  fmt::format("`{}` needs its argument `{}`", word.name, param.name), usage(word));
            return std::nullopt;
        }
        values.push_back(slots[i] ? std::move(*slots[i]) : default_of(param));
        good = check_argument(word, param, values.back()) && good;
    }
    if (target && target->is_error()) good = false;
    return good ? std::optional(std::move(values)) : std::nullopt;
}

bool Evaluator::check_argument(const Word& word, const Param& param, const Value& v) {
    if (v.is_error()) return false;
    bool good = true;
    switch (param.kind) {
        case ParamKind::number:
        case ParamKind::time:
        case ParamKind::boolean:
        case ParamKind::word: good = v.is_pattern_like(); break;
        case ParamKind::pattern: good = v.is_pattern_like() || v.is(Kind::controls) || v.is_sound(); break;
        case ParamKind::transform: good = v.is(Kind::transform); break;
        case ParamKind::list:
        case ParamKind::choices: good = v.is(Kind::list); break;
        case ParamKind::constant: good = v.is(Kind::number); break;
        case ParamKind::text: good = v.is(Kind::pattern) && v.pattern()->literal != nullptr; break;
    }
    if (good) return check_names(word, param, v);
    if (fault_of_itself(v)) return false;
    if (v.is(Kind::signal) && param.kind != ParamKind::transform && param.kind != ParamKind::list &&
        param.kind != ParamKind::choices) {
        fault(Code::signal_in_pattern, v.span,
              fmt::format("`{}` takes {}, and a signal has no events", word.name, wanted(param.kind)),
              "signals steer units and controls; for a smooth pattern use sine, saw, tri, perlin without a frequency");
        return false;
    }
    std::string help;
    if (param.kind == ParamKind::transform) {
        help = v.is(Kind::chain)      ? "send the touched events through an effect with (# effect)"
               : v.is(Kind::controls) ? "set a control with (# control \"...\")"
                                      : "a transform is written without quotes: rev, (fast 2), (0.25 ~>), (# speed 2)";
    } else if (param.kind == ParamKind::list || param.kind == ParamKind::choices) {
        help = fmt::format("a list stands in square brackets: {} [a, b]", word.name);
    } else if (v.is(Kind::transform)) {
        help = usage(word);
    }
    fault(Code::wrong_kind, v.span,
          fmt::format("`{}` takes {} as its `{}`, and this is {}", word.name, wanted(param.kind), param.name,
                      a_kind(v.kind())),
          std::move(help));
    return false;
}

// `scale "maojr"`: a name that its table does not have, where it is written as a name.
bool Evaluator::check_names(const Word& word, const Param& param, const Value& v) {
    const pattern::NameTable* table = pattern::table_of(word, param);
    const Expr* text = table != nullptr && v.is(Kind::pattern) ? v.pattern()->literal : nullptr;
    if (text == nullptr) return true;
    for (const pattern::MiniAtom& atom : pattern::mini_atoms(text->name)) {
        if (atom.is_bus || table->has(atom.text)) continue;
        // Behind the root of a scale: c:maojr.
        const std::string_view name = std::string_view(atom.text).substr(atom.text.find(':') + 1);
        const std::string_view near = base::nearest(name, table->names());
        const TextSpan span{text->name_span.begin + atom.begin, text->name_span.begin + atom.end, text->name_span.file};
        fault(Code::unknown_word, span, fmt::format("`{}` knows no {} `{}`", word.name, table->what, atom.text),
              near.empty() ? std::string(table->help) : fmt::format("did you mean `{}`?", near));
        return false;
    }
    return true;
}

}  // namespace phonon::lang::passes
