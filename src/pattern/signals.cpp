#include "pattern/signals.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "pattern/notes.hpp"

namespace phonon::pattern {

namespace {

double turn(Time t) { return 2.0 * std::numbers::pi * t.fract().to_double(); }

}  // namespace

Pattern signal(std::function<double(Time)> f) {
    return make_pattern([f = std::move(f)](const TimeSpan& span, const QueryContext& context, Events& out) {
        if (context.spend()) push_sample(span, f(span.begin), context, out);
    });
}

Pattern sine_signal() {
    return signal([](Time t) { return (std::sin(turn(t)) + 1.0) / 2.0; });
}

// Tidal's cosine is its sine a quarter later, so it begins at 0.
Pattern cosine_signal() { return late(sine_signal(), Time(1, 4)); }

Pattern saw_signal() {
    return signal([](Time t) { return t.fract().to_double(); });
}

Pattern isaw_signal() {
    return signal([](Time t) { return 1.0 - t.fract().to_double(); });
}

Pattern tri_signal() { return fastcat({saw_signal(), isaw_signal()}).with_steps(std::nullopt); }

Pattern square_signal() {
    return signal([](Time t) { return t.fract() < Time(1, 2) ? 0.0 : 1.0; });
}

Pattern rise_signal() {
    return signal([](Time t) { return std::clamp(t.to_double(), 0.0, 1.0); });
}

Pattern bipolar(const Pattern& p) {
    return with_value(p, [](const Value& v) { return Value(number_of(v) * 2.0 - 1.0); });
}

Pattern range_pattern(const Pattern& p, const Pattern& lo, const Pattern& hi) {
    const Pattern limits = app_both(lo, hi, [](const Value& l, const Value& h) { return Value::list({l, h}); });
    return app_left(p, limits, [](const Value& v, const Value& l) {
        const double low = number_of(l.as_list()[0]);
        return Value(number_of(v) * (number_of(l.as_list()[1]) - low) + low);
    });
}

}  // namespace phonon::pattern
