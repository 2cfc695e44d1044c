// Strings: read where their use is known, each way at most once.
#include <fmt/format.h>

#include <cmath>

#include "lang/passes/evaluator.hpp"
#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/note_help.hpp"
#include "pattern/notes.hpp"

namespace phonon::lang::passes {

namespace {

TextSpan inside(const Expr& text, std::uint32_t begin, std::uint32_t end) noexcept {
    return {text.name_span.begin + begin, text.name_span.begin + end, text.name_span.file};
}

pattern::MiniBase base_of(const Use& use) noexcept {
    switch (use.reading) {
        case Reading::raw: return pattern::MiniBase::raw;
        case Reading::word: return pattern::MiniBase::word;
        case Reading::boolean: return pattern::MiniBase::boolean;
        case Reading::sample: return pattern::MiniBase::sample;
        // As frequencies, names must be told from numbers: "a4" is 440, "9" is 9.
        case Reading::number:
            return use.measure == dsp::Measure::hertz ? pattern::MiniBase::raw : pattern::MiniBase::number;
    }
    return pattern::MiniBase::raw;
}

std::string_view described(NumberUnit unit) noexcept {
    switch (unit) {
        case NumberUnit::milliseconds:
        case NumberUnit::seconds: return "a time";
        case NumberUnit::hertz:
        case NumberUnit::kilohertz: return "a frequency";
        case NumberUnit::decibels: return "a level";
        case NumberUnit::semitones: return "an interval";
        case NumberUnit::none: break;
    }
    return "a number";
}

std::string_view described(dsp::Measure measure) noexcept {
    switch (measure) {
        case dsp::Measure::hertz: return "a frequency";
        case dsp::Measure::seconds: return "a time";
        case dsp::Measure::decibels: return "a level";
        case dsp::Measure::semitones: return "an interval";
        case dsp::Measure::cycles: return "a number of cycles";
        default: return "a plain number";
    }
}

std::string wanted_unit(NumberUnit given, dsp::Measure measure) {
    const bool ratio = given == NumberUnit::semitones || given == NumberUnit::decibels;
    switch (measure) {
        case dsp::Measure::hertz:
            return ratio ? "it is a factor in a product, as in 110 * 7st" : "write it in hertz, as 440hz, or as a note";
        case dsp::Measure::seconds: return "write it in seconds, as 0.2 or 200ms";
        case dsp::Measure::decibels: return "write it in decibels, as -6 or -6db";
        case dsp::Measure::semitones: return "write it in semitones, as 7 or 7st";
        case dsp::Measure::cycles: return "write it in cycles, without a unit: 1/4 is a quarter of one";
        default: return "write the number without a unit";
    }
}

constexpr std::string_view instrument_help = "an instrument makes the sound itself: ~pluck freq $ saw freq # lpf 900";

// Read in less than a tenth of a second, and far more than a cycle may have events.
constexpr std::size_t longest_string = 1 << 18;

constexpr double concert_a = 440;  // nine semitones above c4

}  // namespace

Value Evaluator::evaluate_string(const Expr& e) {
    seen_strings_.insert(&e);
    Deferred d;
    d.make = [this, &e](const Use& use) { return read_string(e, use); };
    d.literal = &e;
    return make_deferred(std::move(d), e.span);
}

std::optional<Pattern> Evaluator::read_string(const Expr& e, const Use& use) {
    const auto known = strings_.find({&e, use});
    if (known != strings_.end()) return known->second;
    if (!open_strings_.insert(&e).second) {
        fault(Code::endless_definition, e.span, "this string contains itself, through a bus that it names",
              "only sounds can feed back into themselves");
        return std::nullopt;
    }
    read_strings_.insert(&e);
    auto made = parse_string(e, use);
    open_strings_.erase(&e);
    strings_.emplace(std::pair{&e, use}, made);
    return made;
}

std::optional<Pattern> Evaluator::parse_string(const Expr& e, const Use& use) {
    if (e.name.size() > longest_string) {
        fault(Code::bad_mini_notation, e.name_span, "this string has more than 262,144 characters",
              "what repeats is shorter with `*` and `!`");
        return std::nullopt;
    }
    const bool hertz = use.reading == Reading::number && use.measure == dsp::Measure::hertz;
    const int shift = options_.tidal_octaves ? 1 : 0;
    bool good = true;
    std::map<std::string, Pattern, std::less<>> inner;
    for (const pattern::MiniAtom& atom : pattern::mini_atoms(e.name)) {
        const TextSpan span = inside(e, atom.begin, atom.end);
        if (atom.is_bus) {
            if (inner.find(atom.text) != inner.end()) continue;
            auto p = bus_in_string(atom.text, use, span);
            good = good && p.has_value();
            inner.emplace(atom.text, p.value_or(pattern::silence()));
        } else if (use.reading == Reading::sample) {
            name_sound(atom.text, span);
        } else if (hertz && atom.text.find('\'') != std::string::npos) {
            fault(Code::several_values, span,
                  fmt::format("`{}` is a chord, and a unit takes one value at a time", atom.text),
                  "chords are played by events: note \"...\" # s \"saw\"");
            good = false;
        } else if (hertz && !pattern::note_semitones(atom.text, shift)) {
            fault(Code::not_a_number, span, fmt::format("`{}` is neither a number nor a note name", atom.text),
                  pattern::help_for_no_note(atom.text));
            good = false;
        }
    }
    pattern::MiniOptions options;
    options.base = base_of(use);
    options.note_octave_shift = shift;
    options.bus = [&](std::string_view name) -> const Pattern* {
        const auto at = inner.find(name);
        return at == inner.end() ? nullptr : &at->second;
    };
    auto parsed = pattern::parse_mini(e.name, options);
    if (!parsed) {
        for (const pattern::MiniFault& f : parsed.error()) {
            fault(Code::bad_mini_notation, inside(e, f.begin, std::max(f.end, f.begin + 1)), f.message, f.help);
        }
        return std::nullopt;
    }
    if (!good) return std::nullopt;
    // Seen where it is written, and not only once it plays.
    pattern::QueryContext context;
    pattern::Events events;
    parsed->query({0, 1}, context, events);
    if (use.reading == Reading::sample) name_numbers(e, events);
    if (context.exhausted) {
        fault(Code::bad_mini_notation, e.name_span, "this string makes more than 65,536 events a cycle",
              "a smaller factor behind `*` or in `( )` is enough for any ear");
        return std::nullopt;
    }
    if (!hertz) return *parsed;
    return pattern::with_value(*parsed, [shift](const pattern::Value& v) -> pattern::Value {
        if (!v.is_text()) return v;
        return concert_a * std::exp2((pattern::note_semitones(v.as_text(), shift).value_or(0) - 9) / 12.0);
    });
}

// `s "bd 3"`: a number that stands where a sound is named, and is no factor or share of one.
void Evaluator::name_numbers(const Expr& e, const pattern::Events& events) {
    static const pattern::ControlName s("s");
    std::set<std::string, std::less<>> played;
    for (const pattern::Event& event : events)
        if (const pattern::Value* name = event.value.find(s)) played.emplace(name->as_text());
    for (const pattern::MiniAtom& number : pattern::mini_numbers(e.name))
        if (played.contains(number.text)) name_sound(number.text, inside(e, number.begin, number.end));
}

std::optional<Pattern> Evaluator::bus_in_string(const std::string& name, const Use& use, TextSpan span) {
    const auto defined = definitions_.buses.find(name);
    if (defined == definitions_.buses.end()) {
        const std::string near = near_bus(name);
        const char sign = span.begin > 0 ? definitions_.sources[span.file].text[span.begin] : '~';
        const char before = span.begin > 0 ? definitions_.sources[span.file].text[span.begin - 1] : '~';
        if (near.empty() && (sign == '^' || before == '^')) {
            fault(Code::unknown_bus, span, fmt::format("there is no bus `~{}`", name),
                  fmt::format("define it: ~{} $ \"0 1\"", name));
            return std::nullopt;
        }
        fault(Code::unknown_bus, span, fmt::format("there is no bus `~{}`", name),
              near.empty()
                  ? fmt::format("a rest before a word is written with a blank: `~ {}`", name)
                  : fmt::format("did you mean `{}`? A rest before a word is written with a blank: `~ {}`", near, name));
        return std::nullopt;
    }
    const Statement& statement = *defined->second;
    const auto as_sound = [&] {
        name_sound("~" + name, span);
        return pattern::pure(pattern::Value::control(pattern::ControlName("s"), pattern::Value::text("~" + name)));
    };
    if (use.reading == Reading::sample && statement.type == Statement::Type::bus) {
        const bool busy = buses_[name].progress == BusState::Progress::busy;
        if (!statement.parameters.empty() || busy) return as_sound();
    }
    if (use.reading == Reading::sample && statement.type == Statement::Type::chain) {
        fault(Code::no_instrument, span, fmt::format("`~{}` is an effect chain, so it cannot be played", name),
              std::string(instrument_help));
        return std::nullopt;
    }
    if (!statement.parameters.empty()) {
        fault(Code::wrong_kind, span,
              fmt::format("`~{}` takes parameters, so it cannot stand in a string of values", name));
        return std::nullopt;
    }
    BusState& state = buses_[name];
    if (state.progress == BusState::Progress::busy) {
        fault(Code::endless_definition, span, fmt::format("`~{}` is defined by itself", name),
              "only sounds can feed back into themselves");
        return std::nullopt;
    }
    const Value v = bus_value(name, span);
    if (v.is_error()) return std::nullopt;
    if (v.is_pattern_like() || v.is(Kind::controls)) return pattern_of(v, use);
    if (use.reading == Reading::sample && v.is_sound()) return as_sound();
    if (use.reading == Reading::sample) {
        fault(Code::no_instrument, span, fmt::format("`~{}` is {}, so it cannot be played", name, a_kind(v.kind())),
              v.is(Kind::transform) ? fmt::format("a transform is applied with `$`: ... $ ~{}", name)
                                    : std::string(instrument_help));
        return std::nullopt;
    }
    fault(Code::wrong_kind, span, fmt::format("`~{}` is {}, and a string holds values", name, a_kind(v.kind())),
          v.is(Kind::signal) ? "give the signal to the parameter itself, without a string" : "");
    return std::nullopt;
}

void Evaluator::check_unread_strings() {
    for (const Expr* e : seen_strings_) {
        if (read_strings_.count(e) != 0 || pattern::parse_mini(e->name, {pattern::MiniBase::number, 0, {}})) continue;
        const auto words =
            pattern::parse_mini(e->name, {pattern::MiniBase::raw, 0, [](std::string_view) -> const Pattern* {
                                              static const Pattern rest;
                                              return &rest;
                                          }});
        if (words) continue;
        for (const pattern::MiniFault& f : words.error()) {
            fault(Code::bad_mini_notation, inside(*e, f.begin, std::max(f.end, f.begin + 1)), f.message, f.help);
        }
    }
}

DeferredPtr Evaluator::deferred_of(const Value& v) {
    if (v.is(Kind::pattern)) return v.pattern();
    Deferred d;
    d.depth = 0;
    d.make = [n = v.number(), span = v.span, this](const Use& use) -> std::optional<Pattern> {
        if (!fits(n.unit, use.measure)) {
            fault(Code::wrong_unit, span,
                  fmt::format("{} cannot stand where {} is wanted", described(n.unit), described(use.measure)),
                  wanted_unit(n.unit, use.measure));
            return std::nullopt;
        }
        const double value = in_measure(n, use.measure);
        switch (use.reading) {
            case Reading::boolean: return pattern::pure(pattern::Value::boolean(value != 0));
            case Reading::word: return pattern::pure(pattern::Value::text(fmt::format("{}", value)));
            default: return pattern::pure(value);
        }
    };
    return std::make_shared<const Deferred>(std::move(d));
}

std::optional<Pattern> Evaluator::pattern_of(const Value& v, const Use& use) {
    switch (v.kind()) {
        case Kind::error: return std::nullopt;
        case Kind::number:
        case Kind::pattern: return deferred_of(v)->make(use);
        case Kind::controls:
        case Kind::events:
            if (v.controls()->signals.empty()) return v.controls()->pattern;
            fault(Code::signal_in_pattern, v.span, "a control that follows a signal cannot be part of a larger pattern",
                  "set the control after the pattern is put together");
            return std::nullopt;
        case Kind::signal:
            fault(Code::signal_in_pattern, v.span, "a signal cannot stand where a pattern is needed",
                  "signals steer units and controls; transforms and pattern words take patterns");
            return std::nullopt;
        default:
            fault(Code::wrong_kind, v.span, fmt::format("a pattern is needed here, and this is {}", a_kind(v.kind())));
            return std::nullopt;
    }
}

}  // namespace phonon::lang::passes
