#include "lang/passes/value.hpp"

#include <cmath>

namespace phonon::lang::passes {

std::string_view kind_name(Kind kind) noexcept {
    switch (kind) {
        case Kind::error: return "error";
        case Kind::number: return "number";
        case Kind::pattern: return "pattern";
        case Kind::controls: return "controls";
        case Kind::events: return "events";
        case Kind::signal: return "signal";
        case Kind::transform: return "transform";
        case Kind::chain: return "effect chain";
        case Kind::list: return "list";
        case Kind::operation: return "operator";
    }
    return "";
}

std::string_view a_kind(Kind kind) noexcept {
    switch (kind) {
        case Kind::error: return "an error";
        case Kind::number: return "a number";
        case Kind::pattern: return "a pattern";
        case Kind::controls: return "controls";
        case Kind::events: return "events";
        case Kind::signal: return "a signal";
        case Kind::transform: return "a transform";
        case Kind::chain: return "an effect chain";
        case Kind::list: return "a list";
        case Kind::operation: return "an operator";
    }
    return "";
}

Kind Value::kind() const noexcept {
    switch (held.index()) {
        case 1: return Kind::number;
        case 2: return Kind::pattern;
        case 3: return std::get<ControlsPtr>(held)->sounds ? Kind::events : Kind::controls;
        case 4: return Kind::signal;
        case 5: return Kind::transform;
        case 6: return Kind::chain;
        case 7: return Kind::list;
        case 8: return Kind::operation;
        default: return Kind::error;
    }
}

double in_measure(const Number& number, dsp::Measure measure) noexcept {
    switch (number.unit) {
        case NumberUnit::milliseconds: return number.value / 1000;
        case NumberUnit::kilohertz: return number.value * 1000;
        case NumberUnit::decibels:
            return measure == dsp::Measure::decibels ? number.value : std::pow(10.0, number.value / 20);
        case NumberUnit::semitones:
            return measure == dsp::Measure::semitones ? number.value : std::exp2(number.value / 12);
        case NumberUnit::none:
        case NumberUnit::seconds:
        case NumberUnit::hertz: break;
    }
    return number.value;
}

bool fits(NumberUnit unit, dsp::Measure measure) noexcept {
    using dsp::Measure;
    const bool time = measure == Measure::seconds || measure == Measure::cycles || measure == Measure::samples;
    switch (unit) {
        case NumberUnit::none: return true;
        case NumberUnit::milliseconds:
        case NumberUnit::seconds: return measure == Measure::none || measure == Measure::seconds;
        case NumberUnit::hertz:
        case NumberUnit::kilohertz: return measure == Measure::none || measure == Measure::hertz;
        case NumberUnit::decibels:
        case NumberUnit::semitones: return !time && measure != Measure::hertz;
    }
    return true;
}

}  // namespace phonon::lang::passes
