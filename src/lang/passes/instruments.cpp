// What `s` names: functions and buses of the program, oscillators, and samples that must exist.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "lang/foreign_words.hpp"
#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

namespace {

using Op = SignalNode::Op;
using dsp::InputKind;

// Controls that every event gives its instrument.
constexpr std::string_view always_given[] = {"freq",  "note", "velocity", "gain",      "pan",
                                             "speed", "dur",  "gate",     "accelerate"};

Signal parameter_node(const std::string& name, TextSpan span) {
    return leaf_node(name == "gate" ? Op::voice_gate : Op::voice_param, span, name == "gate" ? std::string() : name);
}

}  // namespace

void Evaluator::name_sound(std::string_view word, TextSpan span) {
    if (word.empty() || !named_sounds_.insert({span.file, span.begin}).second) return;
    const std::size_t colon = std::min(word.find(':'), word.size());
    int n = 0;
    std::from_chars(word.data() + std::min(colon + 1, word.size()), word.data() + word.size(), n);
    program_.sounds.push_back({std::string(word.substr(0, colon)), span, n});
}

void Evaluator::build_instruments() {
    // Instruments may name further sounds through the buses they use.
    for (std::size_t i = 0; i < program_.sounds.size(); ++i) {
        const Program::SoundName sound = program_.sounds[i];
        if (program_.instruments.count(sound.text) != 0) continue;
        if (sound.text.starts_with('~'))
            build_bus_instrument(sound.text, sound.span);
        else if (definitions_.synths.contains(sound.text))
            build_bus_instrument(sound.text, sound.span);
        else if (const Facts* unit = unit_named(sound.text))
            build_unit_instrument(*unit, sound.text, sound.span);
    }
}

void Evaluator::build_unit_instrument(const Facts& unit, const std::string& name, TextSpan span) {
    const bool sample_too = options_.sound_exists && options_.sound_exists(name);
    const bool plays = unit.role == dsp::Role::oscillator || (unit.role == dsp::Role::source && !sample_too);
    if (!plays) return;
    Instrument instrument;
    instrument.name = name;
    Slots slots(static_cast<std::size_t>(unit.input_count()));
    bool pitched = false;
    for (int i = 0; i < unit.input_count(); ++i) {
        const dsp::Input& input = unit.inputs[i];
        auto& slot = slots[static_cast<std::size_t>(i)];
        if (input.kind == InputKind::trigger) slot = Value(leaf_node(Op::voice_gate, span), span);
        if (input.kind != InputKind::param) continue;
        const bool pitch = !pitched && (input.measure == dsp::Measure::hertz || input.name == "freq");
        pitched = pitched || pitch;
        const std::string control = pitch ? "freq" : std::string(input.name);
        if (!pitch && set_controls_.find(control) == set_controls_.end()) {
            slot = Value(number_node(static_cast<double>(input.by_default), span), span);
            continue;
        }
        instrument.params.push_back(
            {control, pitch ? std::nullopt : std::optional(static_cast<double>(input.by_default))});
        slot = Value(parameter_node(control, span), span);
    }
    const Value body = build_unit(unit, slots, true, span);
    if (!body.is_error()) finish_instrument(std::move(instrument), body, span);
}

void Evaluator::build_bus_instrument(const std::string& name, TextSpan span) {
    const bool built_in = !name.starts_with('~');
    const auto& instruments = built_in ? definitions_.synths : definitions_.buses;
    const auto defined = instruments.find(built_in ? std::string_view(name) : std::string_view(name).substr(1));
    if (defined == instruments.end()) return;  // reported where the string was read
    const Statement& s = *defined->second;
    if (s.type == Statement::Type::chain) return;  // likewise
    Instrument instrument;
    instrument.name = name;
    std::vector<Value> arguments;
    bool good = true;
    for (const Parameter& p : s.parameters) {
        std::optional<double> by_default;
        if (p.by_default) {
            const Value v = evaluate(*p.by_default, global_);
            if (v.is(Kind::number)) {
                by_default = in_measure(v.number(), dsp::Measure::none);
            } else {
                good = false;
                if (!v.is_error()) {
                    fault(Code::no_instrument, p.by_default->span,
                          fmt::format("the default of `{}` must be a number, since `{}` is played by events", p.name,
                                      name));
                }
            }
        }
        const bool given =
            std::find(std::begin(always_given), std::end(always_given), p.name) != std::end(always_given) ||
            set_controls_.find(p.name) != set_controls_.end();
        if (!p.by_default && !given) {
            good = false;
            report_.say({Code::unset_parameter,
                         span,
                         fmt::format("`{}` needs its parameter `{}`, and no event sets it", name, p.name),
                         fmt::format("set it on the events, `# {} 1`, or give it a default, `{}=1`", p.name, p.name),
                         {{p.span, "the parameter is here"}}});
        }
        instrument.params.push_back({p.name, by_default});
        arguments.push_back({parameter_node(p.name, p.span), p.span});
    }
    if (!good) return;
    finish_instrument(std::move(instrument), evaluate_body(s, scope_of(s, arguments, true)), span);
}

void Evaluator::finish_instrument(Instrument instrument, const Value& body, TextSpan span) {
    if (body.is_error()) return;
    if (!body.is_sound() && !body.is_pattern_like()) {
        fault(Code::no_instrument, span,
              fmt::format("`{}` is {}, so it cannot be played as an instrument", instrument.name, a_kind(body.kind())));
        return;
    }
    bool has_events = body.is(Kind::events);
    if (!has_events) {
        instrument.body = to_signal(body);
        std::unordered_set<const SignalNode*> seen;
        for_each_node(instrument.body, seen, [&](const Signal& node) {
            has_events = has_events || node->op == Op::events;
            const bool envelope = node->op == Op::unit && node->unit->role == dsp::Role::envelope;
            instrument.has_envelope = instrument.has_envelope || envelope;
        });
    }
    if (has_events) {
        fault(Code::no_instrument, span,
              fmt::format("`{}` plays events itself, so events cannot play it", instrument.name),
              "an instrument is made of units; to use the bus as it is, write its name outside the string");
        return;
    }
    if (!instrument.body) return;
    std::string name = instrument.name;
    program_.instruments.emplace(std::move(name), std::move(instrument));
}

void Evaluator::check_sounds() {
    if (!options_.sound_exists) return;
    for (const Program::SoundName& sound : program_.sounds) {
        const bool played = sound.text.starts_with('~') || program_.instruments.count(sound.text) != 0;
        if (played || uses_bank_ || options_.sound_exists(sound.text)) continue;
        const std::string_view meant = sound_meant_by(sound.text);
        const bool known = !meant.empty() && (options_.sound_exists(meant) || unit_named(meant) != nullptr ||
                                              definitions_.synths.contains(std::string(meant)));
        const std::string near = known ? std::string(meant) : near_sound(sound.text);
        const bool bus = definitions_.buses.find(sound.text) != definitions_.buses.end();
        const bool number = base::Fraction::from_decimal(sound.text).has_value();
        fault(options_.live ? Code::missing_sound : Code::unknown_sound, sound.span,
              fmt::format("there is no sound `{}`", sound.text),
              bus            ? fmt::format("a bus is used as it is, without quotes: ~{}", sound.text)
              : number       ? "the number of a sample stands behind its bank, as in `bd:3`"
              : near.empty() ? "`phonon samples` lists the sounds that are there"
                             : fmt::format("did you mean `{}`?", near));
    }
}

}  // namespace phonon::lang::passes
