// What an expression means while the checker evaluates it.
//
// Numbers keep their unit and strings stay unread until their use says what they hold: the same "c4" is 261.63 in a
// frequency and 0 in `note`. So a pattern is kept as a recipe (`Deferred`) that is asked once a use is known, through
// buses and arithmetic alike. Signals are trees already; chains and transforms are functions of what they are applied
// to. The recipes call back into the evaluator and live no longer than the check; the patterns that come out of them do
// not.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fraction.hpp"
#include "lang/ast.hpp"
#include "lang/program.hpp"
#include "lang/reading.hpp"
#include "pattern/word.hpp"

namespace phonon::lang::passes {

using pattern::Pattern;

enum class Kind : std::uint8_t { error, number, pattern, controls, events, signal, transform, chain, list, operation };

// "number", "pattern", "controls" ... as messages and tests say it.
std::string_view kind_name(Kind kind) noexcept;
// The same with its article: "a pattern", "controls", "an effect chain".
std::string_view a_kind(Kind kind) noexcept;

struct Use {
    Reading reading = Reading::raw;
    dsp::Measure measure = dsp::Measure::none;
    friend bool operator==(const Use&, const Use&) = default;
    friend auto operator<=>(const Use&, const Use&) = default;
};
inline constexpr Use as_number{Reading::number, dsp::Measure::none};

struct Number {
    double value = 0;
    std::optional<base::Fraction> exact;
    NumberUnit unit = NumberUnit::none;
};
// The number in the measure of the parameter that takes it (LANGUAGE.md 2): -6db is -6 decibels or the factor 0.501.
double in_measure(const Number& number, dsp::Measure measure) noexcept;
// Whether the unit can be meant in that measure at all: 200ms is no frequency.
bool fits(NumberUnit unit, dsp::Measure measure) noexcept;

struct Deferred {
    // Absent where a fault was found and reported.
    std::function<std::optional<Pattern>(const Use&)> make;
    int depth = 1;                  // patterns inside patterns
    const Expr* literal = nullptr;  // where it is one string as written
    bool silent = false;            // `silence`: nothing, whatever kind is asked for
};

struct SignalControl {
    std::string name;
    Signal signal;
};

// Controls, and events where one of them says what sounds.
struct Controls {
    Pattern pattern;
    bool sounds = false;
    std::vector<SignalControl> signals;
    int depth = 1;
    // Where the events are those of a bus, as they are or under one transform: its name, so that uses share the sound.
    std::string origin;
    std::string control;  // of controls from one word: its name, for messages
    int keyboard = -1;    // as SignalNode::keyboard
};

struct ChainValue;
struct TransformValue;
struct Value;

// A unit in a section: the events that carry `mark` go through `chain` (LANGUAGE.md 5).
struct Route {
    pattern::ControlName mark;
    std::shared_ptr<const ChainValue> chain;
};

// What a transform is about to be applied to.
struct Target {
    enum class Type : std::uint8_t {
        numbers,   // a pattern of numbers, words, truths, read as `use`
        controls,  // controls that do not sound yet
        events,    // the events of a sound
        other,     // a sound that is no events: seen through a probe that carries controls only
    };
    Type type = Type::numbers;
    Use use;
    TextSpan span;  // of the application, for faults that only show there
    std::vector<Route> routes;
    std::string pure_control;  // a control that only events can have, set by a section
};

struct TransformValue {
    std::string key;  // equal keys, equal transforms
    // A function that needs the checker no more; absent where a fault was reported.
    std::function<std::optional<pattern::Transform>(Target&)> bind;
    // Layering words: one function a layer. Empty for all others.
    std::function<std::optional<std::vector<pattern::Transform>>(Target&)> layers;
    // One call of a word, so that a unit of the same name can take over on a signal.
    const pattern::Word* word = nullptr;
    std::vector<Value> arguments;
    // Two or more: this is their composition, applied first to last, and the functions above are empty.
    std::vector<std::shared_ptr<const TransformValue>> stages;
};

struct ChainValue {
    std::function<Value(const Value& input)> apply;
    bool is_envelope = false;  // one envelope alone: it is also a signal, shaping 1
};

using DeferredPtr = std::shared_ptr<const Deferred>;
using ControlsPtr = std::shared_ptr<const Controls>;
using TransformPtr = std::shared_ptr<const TransformValue>;
using ChainPtr = std::shared_ptr<const ChainValue>;
using ListPtr = std::shared_ptr<const std::vector<Value>>;

struct Value {
    std::variant<std::monostate, Number, DeferredPtr, ControlsPtr, Signal, TransformPtr, ChainPtr, ListPtr, OperatorUse>
        held;
    TextSpan span;

    Value() = default;
    template <class T>
    Value(T what, TextSpan where) : held(std::move(what)), span(where) {}

    Kind kind() const noexcept;
    bool is(Kind k) const noexcept { return kind() == k; }
    bool is_error() const noexcept { return held.index() == 0; }
    bool is_sound() const noexcept { return is(Kind::events) || is(Kind::signal); }
    bool is_pattern_like() const noexcept { return is(Kind::number) || is(Kind::pattern); }
    const Number& number() const { return std::get<Number>(held); }
    const DeferredPtr& pattern() const { return std::get<DeferredPtr>(held); }
    const ControlsPtr& controls() const { return std::get<ControlsPtr>(held); }
    const Signal& signal() const { return std::get<Signal>(held); }
    const TransformPtr& transform() const { return std::get<TransformPtr>(held); }
    const ChainPtr& chain() const { return std::get<ChainPtr>(held); }
    const std::vector<Value>& list() const { return *std::get<ListPtr>(held); }
    Value at(TextSpan where) const {
        Value v = *this;
        v.span = where;
        return v;
    }
};

inline Value make_deferred(Deferred d, TextSpan span) { return {std::make_shared<const Deferred>(std::move(d)), span}; }
inline Value make_controls(Controls c, TextSpan span) { return {std::make_shared<const Controls>(std::move(c)), span}; }
inline Value make_transform(TransformValue t, TextSpan span) {
    return {std::make_shared<const TransformValue>(std::move(t)), span};
}
inline Value make_chain(ChainValue c, TextSpan span) {
    return {std::make_shared<const ChainValue>(std::move(c)), span};
}

}  // namespace phonon::lang::passes
