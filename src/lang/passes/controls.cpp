// Controls: named values of events, set with structure from the left.
#include <fmt/format.h>

#include <algorithm>

#include "dsp/unit/table.hpp"
#include "lang/foreign_words.hpp"
#include "lang/passes/evaluator.hpp"
#include "lang/played_controls.hpp"
#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/operators.hpp"

namespace phonon::lang::passes {

namespace {

// Which words of units and note names mean in a control: `freq "a4"` is 440, `note "a4"` is 9.
dsp::Measure control_measure(std::string_view name) noexcept {
    for (const std::string_view hertz : {"freq", "cutoff", "hcutoff", "bandf"})
        if (name == hertz) return dsp::Measure::hertz;
    for (const std::string_view pitch : {"note", "n", "up", "midinote", "detune", "penv"})
        if (name == pitch) return dsp::Measure::semitones;
    return dsp::Measure::none;
}

// Inputs of oscillators can be set on events that play them: # detune 0.3.
const std::set<std::string_view>& instrument_inputs() {
    static const std::set<std::string_view> made = [] {
        std::set<std::string_view> names;
        for (const dsp::UnitRow& row : dsp::units()) {
            if (row.facts->role != dsp::Role::oscillator) continue;
            for (int i = 0; i < row.facts->input_count(); ++i)
                if (row.facts->inputs[i].kind == dsp::InputKind::param) names.insert(row.facts->inputs[i].name);
        }
        return names;
    }();
    return made;
}

const Word* control_word(std::string_view name) noexcept {
    const Word* word = pattern::find_word(name);
    return word != nullptr && word->kind == pattern::WordKind::control ? word : nullptr;
}

Use use_of(std::string_view name, const Word* word, std::size_t param) noexcept {
    if (name == "s") return {Reading::sample, dsp::Measure::none};
    if (word != nullptr && param < word->params.size()) {
        switch (word->params[param].kind) {
            case pattern::ParamKind::word:
            case pattern::ParamKind::text: return {Reading::word, dsp::Measure::none};
            case pattern::ParamKind::boolean: return {Reading::boolean, dsp::Measure::none};
            case pattern::ParamKind::pattern: return {Reading::raw, dsp::Measure::none};
            default: break;
        }
    }
    return {Reading::number, control_measure(name)};
}

std::string names_of_params(const Word& word) {
    std::string text;
    for (const pattern::Param& p : word.params) text += fmt::format("{}{}", text.empty() ? "" : ", ", p.name);
    return text;
}

}  // namespace

bool Evaluator::is_control_name(std::string_view name) const {
    return control_word(name) != nullptr ||
           definitions_.parameter_names.find(name) != definitions_.parameter_names.end() ||
           instrument_inputs().count(name) != 0;
}

Value Evaluator::control_call(const Expr& e, const ScopePtr& scope) {
    const Word* word = control_word(e.name);
    if (naked_call(e, scope) || naked_sounds(e, scope)) return failed(e.span);
    return make_control(word != nullptr ? word->name : std::string_view(e.name), word, e, evaluate_arguments(e, scope));
}

// `s bd sn`: names of sounds without their quotes.
bool Evaluator::naked_sounds(const Expr& e, const ScopePtr& scope) {
    const Word* word = control_word(e.name);
    if (word == nullptr || word->name != "s" || e.arguments.empty()) return false;
    std::size_t names = 0;
    for (const ExprPtr& a : e.arguments) {
        const bool unknown = a->type == Expr::Type::word && a->arguments.empty() && !is_special(a->name) &&
                             find_local(a->name, scope) == nullptr && pattern::find_word(a->name) == nullptr &&
                             definitions_.buses.find(a->name) == definitions_.buses.end();
        if (!unknown) break;
        ++names;
    }
    if (names == 0) return false;
    const TextSpan all{e.arguments[0]->span.begin, e.arguments[names - 1]->span.end, e.span.file};
    const std::string written = definitions_.sources[all.file].text.substr(all.begin, all.end - all.begin);
    fault(Code::unknown_word, all, "the names of sounds stand in a string",
          written.size() > 40 || written.find('\n') != written.npos
              ? ""
              : fmt::format("write `{} \"{}\"`", e.name, written));
    return true;
}

Value Evaluator::make_control(std::string_view name, const Word* word, const Expr& e, std::vector<Value> arguments) {
    if (word != nullptr)
        set_controls_.merge(controls_set_by(*word));
    else
        set_controls_.emplace(name);
    const bool several = word != nullptr && word->params.size() > 1;  // adsr and its like set others
    const bool is_own = definitions_.parameter_names.find(name) != definitions_.parameter_names.end();
    const bool read = several || is_own || is_played_control(name) || instrument_inputs().count(name) != 0;
    if (!read && e.name_span.end > e.name_span.begin)
        report_.say({Code::unplayed_control,
                     e.name_span,
                     fmt::format("nothing here reads the control `{}`: it is not heard", name),
                     name == "cps" ? "the tempo is `cps: 0.5`, a statement of its own" : "",
                     {}});
    uses_bank_ = uses_bank_ || name == "bank";
    const std::size_t most = word != nullptr ? word->params.size() : 1;
    std::size_t least = 0;
    while (least < most && (word == nullptr || word->params[least].by_default.empty())) ++least;
    if (!e.keywords.empty()) {
        return fault(Code::unknown_keyword, e.keywords[0].name_span,
                     fmt::format("the control `{}` takes no arguments by name", name));
    }
    if (arguments.size() > most && arguments[most].is_error()) return failed(e.span);
    if (arguments.size() > most) {
        return fault(Code::too_many_arguments, arguments[most].span,
                     fmt::format("`{}` takes one pattern of values", name), "put the values into one string");
    }
    if (arguments.size() < least) {
        if (pattern::note_semitones(e.name))
            return fault(Code::missing_argument, e.span,
                         fmt::format("`{}` is the name of a note in strings only", e.name),
                         fmt::format("write note \"{0}\", or saw \"{0}\"", e.name));
        return fault(Code::missing_argument, e.span, fmt::format("`{}` needs a value", name),
                     name == "s" ? "as in s \"bd sn\""
                     : most > 1  ? fmt::format("`{}` takes {}", name, names_of_params(*word))
                                 : fmt::format("as in {} \"1 2\"", name));
    }
    Controls made;
    made.control = name;
    made.sounds = name == "s";
    std::vector<pattern::Arg> args;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const Value& v = arguments[i];
        if (v.is_error()) return failed(e.span);
        if (v.is(Kind::signal) && !made.sounds && most == 1) {
            if (read && !is_own && !can_follow_signal(name))
                report_.say(
                    {Code::signal_not_followed,
                     v.span,
                     fmt::format("voices cannot read `{}` from a signal: it stays as it is", name),
                     name == "note" || name == "n" || name == "up"
                         ? "`freq` can be read from one: # freq (mtof (60 + x)); or write a pattern"
                         : fmt::format(
                               "write a pattern, as in # {} \"0.5 1\", or one without a frequency: sine, saw, perlin",
                               name),
                     {}});
            made.pattern = pattern::pure(pattern::Value::controls({}));
            made.signals.push_back({std::string(name), v.signal()});
            return make_controls(std::move(made), e.span);
        }
        if (!v.is_pattern_like()) {
            return fault(Code::wrong_kind, v.span,
                         fmt::format("`{}` takes a pattern of values, and this is {}", name, a_kind(v.kind())),
                         v.is(Kind::controls) ? "controls are joined to events by `#`"
                         : made.sounds && v.is(Kind::signal)
                             ? "an oscillator is heard by itself, or by its name: s \"saw\""
                             : "");
        }
        const auto p = pattern_of(v, use_of(name, word, i));
        if (!p || (word != nullptr && !check_names(*word, word->params[i], v))) return failed(e.span);
        made.depth = std::max(made.depth, deferred_of(v)->depth + 1);
        args.push_back({*p});
    }
    if (word != nullptr && !made.sounds) {
        for (std::size_t i = args.size(); i < most; ++i) {
            const auto p = pattern_of(default_of(word->params[i]), use_of(name, word, i));
            args.push_back({p.value_or(pattern::silence())});
        }
        made.pattern = word->apply(args, pattern::silence());
    } else {
        made.pattern =
            pattern::with_value(args[0].pattern(), [key = pattern::ControlName(name)](const pattern::Value& v) {
                return v.is_controls() ? v : pattern::Value::control(key, v);
            });
    }
    return make_controls(std::move(made), e.span);
}

Value Evaluator::apply_controls(const Value& input, const Value& controls, TextSpan span) {
    if (input.is_error() || controls.is_error()) return failed(span);
    const std::string name = controls.controls()->control.empty() ? "controls" : controls.controls()->control;
    switch (input.kind()) {
        case Kind::controls:
        case Kind::events: return combine_controls(pattern::Op::set, pattern::Structure::in, input, controls, span);
        case Kind::signal: {
            Application* a = control_application(controls.controls(), name);
            Applied applied{span, name, name, {}};
            Signal made = map_tree(*a, input.signal(), true, span, applied.found);
            applied_.push_back(std::move(applied));
            return made ? Value(std::move(made), span) : failed(span);
        }
        case Kind::number:
        case Kind::pattern:
            if (input.is(Kind::pattern) && input.pattern()->silent) return input.at(span);
            return fault(
                Code::wrong_kind, span,
                fmt::format("`# {}` sets a control of events, and left of it is {}", name, a_kind(input.kind())),
                "say what the values are: n \"0 2\", note \"c e\", s \"bd sn\"");
        default:
            return fault(
                Code::wrong_kind, span,
                fmt::format("`# {}` sets a control of events, and left of it is {}", name, a_kind(input.kind())),
                input.is(Kind::transform) ? "a transform is applied by `$`: every 2 (fast 2) $ s \"bd sn\"" : "");
    }
}

}  // namespace phonon::lang::passes
