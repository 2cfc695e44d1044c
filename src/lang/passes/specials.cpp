// The words that are neither units nor pattern words: `cyc x`, the live sources `in 1`, `cc 74` and `midi`, and the
// short form `synth`.
#include <fmt/format.h>

#include <cmath>

#include "lang/passes/evaluator.hpp"
#include "pattern/combine.hpp"

namespace phonon::lang::passes {

bool Evaluator::is_special(std::string_view name) const noexcept {
    return name == "cyc" || name == "in" || name == "cc" || name == "midi" || name == "synth";
}

Value Evaluator::evaluate_special(const Expr& e, const ScopePtr& scope) {
    if (e.name == "cyc") return evaluate_cycles(e, scope);
    if (e.name == "in") return evaluate_device_input(e, scope);
    if (e.name == "cc") return evaluate_controller(e, scope);
    if (e.name == "midi") return evaluate_keyboard(e, scope);
    return evaluate_synth(e, scope);
}

Value Evaluator::evaluate_cycles(const Expr& e, const ScopePtr& scope) {
    const std::vector<Value> arguments = evaluate_arguments(e, scope);
    if (arguments.size() != 1 || !e.keywords.empty()) {
        return fault(arguments.empty() ? Code::missing_argument : Code::too_many_arguments, e.span,
                     "`cyc` takes a number of cycles", "as in delay (cyc 3/16) 0.5");
    }
    Signal amount = to_signal(arguments[0], dsp::Measure::cycles);
    if (!amount) return failed(e.span);
    auto node = std::make_shared<SignalNode>();
    node->op = SignalNode::Op::cycles;
    node->span = e.span;
    node->inputs.push_back(std::move(amount));
    return {Signal(std::move(node)), e.span};
}

// The argument `i`, a plain whole number; faults are reported with `help`.
std::optional<int> Evaluator::whole_argument(const Expr& e, std::size_t i, WholeRange range, std::string_view help) {
    if (i >= e.arguments.size()) {
        fault(Code::missing_argument, e.span, fmt::format("`{}` needs a number", e.name), std::string(help));
        return std::nullopt;
    }
    const Value v = evaluate(*e.arguments[i], global_);
    if (v.is_error()) return std::nullopt;
    const bool plain = v.is(Kind::number) && v.number().unit == NumberUnit::none;
    const double number = plain ? v.number().value : -1;
    if (number >= range.first && number <= range.last && number == std::floor(number)) return static_cast<int>(number);
    fault(Code::bad_argument, v.span,
          fmt::format("`{}` takes a whole number from {} to {} here", e.name, range.first, range.last),
          std::string(help));
    return std::nullopt;
}

void Evaluator::note_live_source(const Expr& e) {
    report_.say({Code::silent_source,
                 e.name_span,
                 fmt::format("`{}` brings {} from outside, and nothing is connected: it is silent", e.name,
                             e.name == "in"     ? "sound"
                             : e.name == "midi" ? "notes"
                                                : "a controller's value"),
                 "",
                 {}});
}

Value Evaluator::evaluate_device_input(const Expr& e, const ScopePtr& scope) {
    const std::string_view help = "as in `in 1`, the first input of the sound device";
    if (e.arguments.size() > 1 || !e.keywords.empty()) {
        evaluate_arguments(e, scope);
        return fault(Code::too_many_arguments, e.span, "`in` takes one number", std::string(help));
    }
    const auto channel = whole_argument(e, 0, {1, 64}, help);
    if (!channel) return failed(e.span);
    note_live_source(e);
    return {leaf_node(SignalNode::Op::device_input, e.span, {}, *channel), e.span};
}

Value Evaluator::evaluate_controller(const Expr& e, const ScopePtr& scope) {
    const std::string_view help = "as in `cc 74`, or `cc 74 2` for MIDI channel 2";
    if (e.arguments.size() > 2 || !e.keywords.empty()) {
        evaluate_arguments(e, scope);
        return fault(Code::too_many_arguments, e.span, "`cc` takes the numbers of a controller and a channel",
                     std::string(help));
    }
    const auto number = whole_argument(e, 0, {0, 127}, help);
    const auto channel = e.arguments.size() < 2 ? std::optional(0) : whole_argument(e, 1, {1, 16}, help);
    if (!number || !channel) return failed(e.span);
    note_live_source(e);
    auto node = std::make_shared<SignalNode>();
    node->op = SignalNode::Op::controller;
    node->span = e.span;
    node->bus = *number;
    node->number = *channel;
    return {Signal(std::move(node)), e.span};
}

// Controls, not yet events: `# s "..."` says what the keys play.
Value Evaluator::evaluate_keyboard(const Expr& e, const ScopePtr& scope) {
    const std::string_view help = "as in `midi # s \"saw\"`, or `midi 2` for MIDI channel 2";
    if (e.arguments.size() > 1 || !e.keywords.empty()) {
        evaluate_arguments(e, scope);
        return fault(Code::too_many_arguments, e.span, "`midi` takes the number of a channel", std::string(help));
    }
    const auto channel = e.arguments.empty() ? std::optional(0) : whole_argument(e, 0, {1, 16}, help);
    if (!channel) return failed(e.span);
    note_live_source(e);
    Controls keys;
    keys.pattern = pattern::pure(pattern::Value::controls({}));
    keys.keyboard = *channel;
    set_controls_.insert("note");
    set_controls_.insert("velocity");
    return make_controls(std::move(keys), e.span);
}

// synth "notes" osc a d s r: an instrument of its own, an oscillator behind an envelope, and the events that play it.
Value Evaluator::evaluate_synth(const Expr& e, const ScopePtr& scope) {
    const std::string_view usage = "as in synth \"c4 e4\" saw 0.01 0.1 0.7 0.2: the notes, an oscillator, and an ADSR";
    if (e.arguments.size() < 2 || e.arguments.size() > 6 || !e.keywords.empty()) {
        return fault(e.arguments.size() < 2 ? Code::missing_argument : Code::too_many_arguments, e.span,
                     "`synth` takes notes, an oscillator and up to four times and levels", std::string(usage));
    }
    const Value notes = evaluate(*e.arguments[0], scope);
    const Expr& source = *e.arguments[1];
    const Facts* oscillator =
        source.type == Expr::Type::word || source.type == Expr::Type::text ? unit_named(source.name) : nullptr;
    if (oscillator == nullptr || oscillator->role != dsp::Role::oscillator) {
        return fault(Code::wrong_kind, source.span, "`synth` takes the name of an oscillator here", std::string(usage));
    }
    const auto inner = std::make_shared<Scope>(*scope);
    inner->in_instrument = true;
    Slots pitch(static_cast<std::size_t>(oscillator->input_count()));
    pitch[0] = Value(leaf_node(SignalNode::Op::voice_param, source.span, "freq"), source.span);
    const Facts* envelope = unit_named("adsr");
    if (envelope == nullptr) return fault(Code::unknown_word, e.span, "this build has no unit `adsr`");
    Slots shape(static_cast<std::size_t>(envelope->input_count()));
    shape[0] = build_unit(*oscillator, pitch, true, source.span);
    for (std::size_t i = 2; i < e.arguments.size(); ++i) shape[i - 1] = evaluate(*e.arguments[i], inner);
    const Value body = build_unit(*envelope, shape, true, e.span);
    const auto pattern = pattern_of(notes, {Reading::number, dsp::Measure::semitones});
    if (body.is_error() || !pattern) return failed(e.span);

    std::string name = fmt::format("synth {}", source.name);
    for (std::size_t i = 2; i < e.arguments.size(); ++i) name += " " + text_of(*e.arguments[i], scope);
    if (program_.instruments.count(name) == 0) {
        Instrument instrument;
        instrument.name = name;
        instrument.params = {{"freq", std::nullopt}};
        finish_instrument(std::move(instrument), body, e.span);
    }
    Controls made;
    made.sounds = true;
    made.depth = deferred_of(notes)->depth + 1;
    made.pattern = pattern::with_value(*pattern, [name](const pattern::Value& v) {
        static const pattern::ControlName note("note"), s("s");
        return pattern::Value::control(s, pattern::Value::text(name)).with(note, v);
    });
    return make_controls(std::move(made), e.span);
}

}  // namespace phonon::lang::passes
