// Calls of units: arguments put to the inputs that the unit's facts name.
#include <fmt/format.h>

#include <algorithm>

#include "dsp/unit/table.hpp"
#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

namespace {

using dsp::InputKind;
using dsp::Role;

// The input that `x # unit` feeds, -1 where there is none.
int fed_input(const Facts& unit) noexcept {
    for (int i = 0; i < unit.input_count(); ++i)
        if (unit.inputs[i].kind == InputKind::audio) return i;
    return unit.role == Role::math && unit.input_count() > 0 ? 0 : -1;
}

std::vector<int> written_inputs(const Facts& unit, int without) {
    std::vector<int> order;
    for (int i = 0; i < unit.input_count(); ++i)
        if (unit.inputs[i].kind != InputKind::gate && i != without) order.push_back(i);
    return order;
}

std::string usage(const Facts& unit, const std::vector<int>& order) {
    std::string text;
    for (const int i : order) {
        if (!text.empty()) text += ", ";
        text += unit.inputs[i].name;
        if (!unit.inputs[i].required && unit.inputs[i].kind == InputKind::param) {
            text += fmt::format(" (or {:g})", static_cast<double>(unit.inputs[i].by_default));
        }
    }
    return fmt::format("`{}` takes {}", unit.name, text.empty() ? "no arguments" : text);
}

const Facts* oscillator_of(const Value& v, const Program& program) {
    if (!v.is(Kind::signal)) return nullptr;
    const Signal& bus = v.signal();
    const Signal& node =
        bus->op == SignalNode::Op::bus ? program.buses[static_cast<std::size_t>(bus->bus)].signal : bus;
    const bool direct = node && node->op == SignalNode::Op::unit && node->unit->role == Role::oscillator;
    return direct ? node->unit : nullptr;
}

}  // namespace

const Facts* Evaluator::unit_named(std::string_view name) noexcept {
    const dsp::UnitRow* row = dsp::find_unit(name);
    // On a signal these controls are a plain factor.
    if (row == nullptr && (name == "gain" || name == "amp")) row = dsp::find_unit("mul");
    return row != nullptr ? row->facts : nullptr;
}

std::optional<Evaluator::Slots> Evaluator::place_arguments(const Facts& unit, const Expr& e, const ScopePtr& scope,
                                                           const std::vector<int>& order,
                                                           std::vector<Value> arguments) {
    Slots slots(static_cast<std::size_t>(unit.input_count()));
    bool good = true;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i == order.size()) {
            good = false;
            if (arguments[i].is_error()) break;
            fault(Code::too_many_arguments, arguments[i].span, fmt::format("too many arguments for `{}`", unit.name),
                  usage(unit, order));
            good = false;
            break;
        }
        slots[static_cast<std::size_t>(order[i])] = std::move(arguments[i]);
    }
    for (const KeywordArgument& k : e.keywords) {
        Value v = evaluate(*k.value, scope);
        std::vector<std::string_view> names;
        int at = -1;
        for (int i = 0; i < unit.input_count(); ++i) {
            if (unit.inputs[i].kind == InputKind::gate) continue;
            names.push_back(unit.inputs[i].name);
            if (unit.inputs[i].name == k.name) at = i;
        }
        if (at < 0) {
            const std::string_view near = base::nearest(k.name, names);
            fault(Code::unknown_keyword, k.name_span, fmt::format("`{}` has no argument `{}`", unit.name, k.name),
                  near.empty() ? usage(unit, order) : fmt::format("did you mean `{}`?", near));
            good = false;
            continue;
        }
        auto& slot = slots[static_cast<std::size_t>(at)];
        if (slot) {
            fault(Code::argument_twice, k.name_span, fmt::format("`{}` is given twice", k.name));
            good = false;
        }
        slot = std::move(v);
    }
    for (const int i : order) {
        if (!unit.inputs[i].required || slots[static_cast<std::size_t>(i)] || !good) continue;
        fault(Code::missing_argument, e.name_span,
              fmt::format("`{}` needs its argument `{}`", unit.name, unit.inputs[i].name), usage(unit, order));
        good = false;
    }
    return good ? std::optional(std::move(slots)) : std::nullopt;
}

// Behind `#`: the sound to the left is the first audio input.
Value Evaluator::feed_unit(const Facts& unit, const Expr& e, const ScopePtr& scope, const Value& input,
                           std::vector<Value> arguments) {
    const int fed = fed_input(unit);
    if (fed < 0) {
        const bool source = unit.role == Role::oscillator || unit.role == Role::source;
        return fault(Code::wrong_kind, e.name_span,
                     fmt::format("`{}` takes no sound, so nothing can be sent through it", unit.name),
                     !source                  ? std::string()
                     : input.is(Kind::signal) ? "two sounds are joined by `+`"
                                              : fmt::format("events play it by its name: # s \"{}\"", unit.name));
    }
    auto slots = place_arguments(unit, e, scope, written_inputs(unit, fed), std::move(arguments));
    if (!slots) return failed(e.span);
    // Behind a fault the arguments still have theirs told.
    const Value silence(Number{}, e.span);
    (*slots)[static_cast<std::size_t>(fed)] = input.is_error() ? silence : input;
    const Value made = build_unit(unit, *slots, scope->in_instrument, e.span);
    return input.is_error() ? failed(e.span) : made;
}

// Where a value stands: with its input written first, a signal; without, an effect chain.
Value Evaluator::unit_or_chain(const Facts& unit, const Expr& e, const ScopePtr& scope, std::vector<Value> arguments) {
    const int fed = fed_input(unit);
    const std::vector<int> all = written_inputs(unit, -1);
    const bool has_input = std::any_of(e.keywords.begin(), e.keywords.end(), [&](const KeywordArgument& k) {
        return fed >= 0 && k.name == unit.inputs[fed].name;
    });
    const bool begins_with_sound = !arguments.empty() && (arguments[0].is_sound() || arguments[0].is_error());
    // A function of samples takes patterns as well: mtof "60 62", select "0 1" ~a ~b.
    const auto required = std::count_if(all.begin(), all.end(), [&](int i) { return unit.inputs[i].required; });
    const bool begins_with_pattern = unit.role == Role::math && !arguments.empty() && arguments[0].is(Kind::pattern) &&
                                     static_cast<std::ptrdiff_t>(arguments.size()) >= required;
    if (fed < 0 || has_input || begins_with_sound || begins_with_pattern || arguments.size() == all.size()) {
        const auto slots = place_arguments(unit, e, scope, all, std::move(arguments));
        return slots ? build_unit(unit, *slots, scope->in_instrument, e.span) : failed(e.span);
    }
    auto slots = place_arguments(unit, e, scope, written_inputs(unit, fed), std::move(arguments));
    if (!slots) return failed(e.span);
    ChainValue chain;
    chain.is_envelope = unit.role == Role::envelope;
    chain.apply = [this, &unit, slots = std::move(*slots), fed, in_instrument = scope->in_instrument,
                   span = e.span](const Value& x) {
        if (x.is_error()) return failed(span);
        Slots filled = slots;
        filled[static_cast<std::size_t>(fed)] = x;
        return build_unit(unit, filled, in_instrument, span);
    };
    return make_chain(std::move(chain), e.span);
}

// The name of a recording that a unit is given: a plain string, as in convolve "hall:2". Empty after a fault.
std::string Evaluator::named_sound(const Facts& unit, const Value& v) {
    const Expr* literal = v.is(Kind::pattern) ? v.pattern()->literal : nullptr;
    const std::string_view name = literal != nullptr ? std::string_view(literal->name) : std::string_view();
    if (name.empty() || name.find_first_of(" *<>[]{}(),|~?!@/") != name.npos) {
        if (!v.is_error())
            fault(Code::bad_argument, v.span, fmt::format("`{}` takes the name of one recording", unit.name),
                  "as in \"hall\", or \"hall:2\" for the third of its bank");
        return {};
    }
    read_strings_.insert(literal);
    name_sound(name, literal->name_span);
    return std::string(name);
}

// A transform on a signal where a unit has the same name: range, smooth and their like work on samples there.
Value Evaluator::word_on_signal(const TransformValue& t, const Value& x, TextSpan span) {
    const Facts& unit = *unit_named(t.word->name);
    const int fed = std::max(fed_input(unit), 0);
    const std::vector<int> order = written_inputs(unit, fed);
    Slots slots(static_cast<std::size_t>(unit.input_count()));
    slots[static_cast<std::size_t>(fed)] = x;
    for (std::size_t i = 0; i < t.arguments.size() && i < order.size(); ++i) {
        slots[static_cast<std::size_t>(order[i])] = t.arguments[i];
    }
    return build_unit(unit, slots, false, span);
}

Value Evaluator::build_unit(const Facts& unit, const Slots& slots, bool in_instrument, TextSpan span) {
    std::vector<Signal> inputs;
    std::string sound;
    bool good = true;
    if (unit.sound_use == dsp::SoundUse::room && in_instrument) {
        return fault(Code::wrong_kind, span,
                     fmt::format("`{}` takes the whole sound, and this is one voice of many", unit.name),
                     fmt::format("put it behind the events: ... # s \"~name\" # {} \"hall\"", unit.name));
    }
    for (int i = 0; i < unit.input_count(); ++i) {
        const dsp::Input& input = unit.inputs[i];
        const auto& slot = slots[static_cast<std::size_t>(i)];
        if (input.kind == InputKind::gate) {
            inputs.push_back(leaf_node(in_instrument ? SignalNode::Op::voice_gate : SignalNode::Op::cycle_gate, span));
        } else if (!slot) {
            inputs.push_back(number_node(static_cast<double>(input.by_default), span));
        } else {
            if (input.kind == InputKind::sound) {
                sound = named_sound(unit, *slot);
                good = good && !sound.empty();
                inputs.push_back(number_node(0, span));
                continue;
            }
            const bool letters = unit.name == "vowel" && input.kind == InputKind::param && slot->is(Kind::pattern);
            inputs.push_back(input.kind == InputKind::trigger ? trigger_signal(*slot)
                             : letters                        ? vowel_signal(*slot)
                                                              : to_signal(*slot, input.measure));
            good = good && inputs.back() != nullptr;
        }
        if (unit.name != "range" || input.kind != InputKind::audio || !slot) continue;
        if (const Facts* oscillator = oscillator_of(*slot, program_)) {
            fault(Code::bipolar_range, span,
                  fmt::format("`range` maps 0 to 1, and `{}` swings from -1 to 1", oscillator->name),
                  "use `range2` for a signal from -1 to 1");
            good = false;
        }
    }
    if (!good) return failed(span);
    Signal made = unit_node(unit, std::move(inputs), span);
    return {sound.empty() ? std::move(made) : with_name(made, std::move(sound)), span};
}

}  // namespace phonon::lang::passes
