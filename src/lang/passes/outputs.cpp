// What is heard: stems, `all`, master; and the settings and commands beside them.
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "lang/passes/evaluator.hpp"
#include "lang/passes/references.hpp"
#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/notes.hpp"

namespace phonon::lang::passes {

namespace {

// What a string at an output was probably meant to be: sounds, notes, or frequencies.
std::string meant_by(const Expr& text) {
    bool numbers = true, notes = true;
    if (text.name.find_first_not_of(" ~-[]<>,") == text.name.npos) return "`silence` is a sound without events";
    for (const pattern::MiniAtom& atom : pattern::mini_atoms(text.name)) {
        const bool number = base::Fraction::from_decimal(atom.text).has_value();
        numbers = numbers && number;
        notes = notes && (number || pattern::note_semitones(atom.text));
    }
    if (numbers) return fmt::format("did you mean `saw \"{0}\"`, or `n \"{0}\" # s \"superpiano\"`?", text.name);
    if (notes) return fmt::format("did you mean `note \"{}\" # s \"superpiano\"`?", text.name);
    return fmt::format("did you mean `s \"{}\"`?", text.name);
}

}  // namespace

Signal Evaluator::output_signal(const Value& v, std::string_view head, TextSpan span) {
    switch (v.kind()) {
        case Kind::error: return nullptr;
        case Kind::events:
        case Kind::signal: return to_signal(v.at(span));
        case Kind::pattern: {
            if (v.pattern()->silent) return number_node(0, span);
            const Expr* literal = v.pattern()->literal;
            fault(Code::no_sound, span, fmt::format("`{}` needs a sound, and this is a pattern of values", head),
                  literal != nullptr ? meant_by(*literal)
                                     : "say what the values are: note (...) # s \"saw\", or saw (...)");
            return nullptr;
        }
        case Kind::number:
            fault(Code::no_sound, span, fmt::format("`{}` needs a sound, and this is a number", head),
                  "an oscillator sounds: sine 440");
            return nullptr;
        case Kind::controls:
            fault(Code::no_sound, span,
                  fmt::format("`{}` needs a sound, and these are controls that nothing plays", head),
                  "say what plays them: # s \"superpiano\"");
            return nullptr;
        case Kind::transform:
            fault(Code::no_sound, span, fmt::format("`{}` needs a sound, and this is a transform", head),
                  "apply it to something: ... $ s \"bd sn\"");
            return nullptr;
        case Kind::chain:
            fault(Code::no_sound, span, fmt::format("`{}` needs a sound, and this is an effect chain", head),
                  "feed a sound into it: saw 110 # ...");
            return nullptr;
        default:
            fault(Code::no_sound, span, fmt::format("`{}` needs a sound, and this is {}", head, a_kind(v.kind())));
            return nullptr;
    }
}

Signal Evaluator::through(const Statement* chain, Signal input) {
    if (chain == nullptr || !chain->value || !input) return input;
    const Value v = apply_head(*chain->value, scope_of(*chain, {}, false), {std::move(input), chain->span});
    return v.is_error() ? nullptr : to_signal(v);
}

void Evaluator::evaluate_outputs() {
    for (const Statement* s : definitions_.stems) {
        if (!s->value) continue;
        const Value v = evaluate(*s->value, scope_of(*s, {}, false));
        Signal signal = through(definitions_.all, output_signal(v, s->name, s->value->span));
        assert((signal || report_.has_errors()) && "what cannot be evaluated has been reported");
        if (signal) program_.stems.push_back({s->name, s->number, std::move(signal)});
    }
    if (definitions_.stems.empty()) sum_unused_buses();
    std::sort(program_.stems.begin(), program_.stems.end(),
              [](const Stem& a, const Stem& b) { return a.number < b.number; });
    if (definitions_.master != nullptr) {
        program_.master =
            through(definitions_.master, leaf_node(SignalNode::Op::chain_input, definitions_.master->span));
    }
    program_.raw_master = definitions_.raw_master;
}

void Evaluator::sum_unused_buses() {
    std::set<std::string> used;
    const auto use = [&](const Statement& s) {
        for (const std::string& name : buses_named_in(s))
            if (s.type != Statement::Type::bus || name != s.name) used.insert(name);
    };
    for (const Statement* s : definitions_.order) use(*s);
    for (const Statement* s : definitions_.commands) use(*s);
    for (const Statement* s : {definitions_.master, definitions_.all, definitions_.tempo})
        if (s != nullptr) use(*s);
    std::vector<Value> sounds;
    std::string names;
    for (const Statement* s : definitions_.order) {
        if (s->type != Statement::Type::bus || !s->parameters.empty() || used.count(s->name) != 0) continue;
        const Value v = bus_value(s->name, s->head_span);
        if (!v.is_sound()) continue;
        names += fmt::format("{}`~{}`", names.empty() ? "" : ", ", s->name);
        sounds.push_back(v);
    }
    if (sounds.empty()) {
        const bool complete = !report_.has_errors() && definitions_.commands.empty() && !options_.live;
        if (complete)
            report_.say({Code::silent_program,
                         {0, 0, 0},
                         "this program plays nothing",
                         "send a sound to an output: out $ s \"bd\"",
                         {}});
        return;
    }
    const TextSpan span = sounds.front().span;
    report_.say({Code::summed_buses,
                 span,
                 fmt::format("there is no output, so the buses that nothing uses are played: {}", names),
                 "out $ ... says what is heard",
                 {}});
    const Value sum = sum_of_sounds(sounds, span);
    Signal signal = sum.is_error() ? nullptr : through(definitions_.all, sum.signal());
    if (signal) program_.stems.push_back({"out", 0, std::move(signal)});
}

void Evaluator::evaluate_settings() {
    program_.sample_folders = definitions_.sample_folders;
    program_.imported_files = definitions_.imported_files;
    if (const Statement* s = definitions_.seed; s != nullptr && s->value) {
        const Value v = evaluate(*s->value, global_);
        if (v.is(Kind::number) && v.number().value >= 0 && v.number().value == std::floor(v.number().value) &&
            v.number().value < 1e15) {
            program_.seed = static_cast<std::uint64_t>(v.number().value);
        } else if (!v.is_error()) {
            fault(Code::bad_setting, s->value->span, "`seed` takes a whole number from 0", "as in seed: 7");
        }
    }
    const Statement* s = definitions_.tempo;
    if (s == nullptr || !s->value) return;
    const bool bpm = s->name == "bpm";
    const Value v = evaluate(*s->value, scope_of(*s, {}, false));
    Number beats{4, base::Fraction(4), NumberUnit::none};
    if (!s->arguments.empty()) {
        const Value b = evaluate(*s->arguments[0], global_);
        if (b.is(Kind::number) && b.number().value > 0)
            beats = b.number();
        else if (!b.is_error())
            fault(Code::bad_setting, s->arguments[0]->span, "the beats of a cycle are a number above 0",
                  "as in bpm: 120 3");
    }
    const base::Fraction per_beat =
        bpm ? base::Fraction(60) * beats.exact.value_or(base::Fraction::from_double(beats.value)) : base::Fraction(1);
    switch (v.kind()) {
        case Kind::error: return;
        case Kind::number: {
            const base::Fraction given = v.number().exact.value_or(base::Fraction::from_double(v.number().value));
            const base::Fraction cps = given / per_beat;
            if (!cps.valid() || cps <= base::Fraction(0) || v.number().unit != NumberUnit::none) {
                fault(Code::bad_setting, s->value->span, fmt::format("`{}` takes a number above 0", s->name));
                return;
            }
            program_.tempo = cps;
            return;
        }
        case Kind::pattern: {
            auto p = pattern_of(v, as_number);
            if (p) {
                program_.tempo = pattern::with_value(*p, [f = per_beat.to_double()](const pattern::Value& x) {
                    return pattern::Value(x.number_or(0) / f);
                });
            }
            return;
        }
        case Kind::signal: {
            Signal tempo = v.signal();
            if (bpm) tempo = math_unit("div", {tempo, number_node(per_beat.to_double(), s->span)}, s->span);
            if (tempo) program_.tempo = tempo;
            return;
        }
        default:
            fault(Code::bad_setting, s->value->span,
                  fmt::format("`{}` takes a number, a pattern or a signal, and this is {}", s->name, a_kind(v.kind())));
    }
}

}  // namespace phonon::lang::passes
