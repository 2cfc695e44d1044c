// Continuous patterns, and words that change the range of numbers.
#include "pattern/signals.hpp"

#include <cmath>

#include "pattern/notes.hpp"
#include "pattern/random.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;
constexpr auto number = ParamKind::number;

template <Pattern (*Signal)()>
Pattern once(Args, const Pattern&) {
    return Signal();
}

template <Pattern (*Signal)()>
Pattern twice_as_wide(Args, const Pattern&) {
    return bipolar(Signal());
}

// Falls from 1 to 0 during the first cycle, then stays at 0.
Pattern fall_signal() {
    return signal([](Time t) { return 1.0 - std::fmin(std::fmax(t.to_double(), 0.0), 1.0); });
}

// Equal power: the square roots of the straight lines.
Pattern equal_power_fall() {
    return signal([](Time t) { return std::sqrt(1.0 - std::fmin(std::fmax(t.to_double(), 0.0), 1.0)); });
}

Pattern equal_power_rise() {
    return signal([](Time t) { return std::sqrt(std::fmin(std::fmax(t.to_double(), 0.0), 1.0)); });
}

Pattern unit_random() { return rand_pattern(); }

Pattern time_signal() {
    return signal([](Time t) { return t.to_double(); });
}

// Two independent curves added, so that it turns more often than once a cycle.
Pattern ridged(const Pattern& a, const Pattern& b) {
    return app_left(a, b, [](const Value& x, const Value& y) { return Value((number_of(x) + number_of(y)) / 2.0); });
}

Pattern berlin() {
    return make_pattern([](const TimeSpan& span, const QueryContext& context, Events& out) {
        if (!context.spend()) return;
        const Time cycle = span.begin.floor();
        const double bottom = rand_at(cycle, context.seed);
        const double top = rand_at(cycle + Time(1), context.seed) + bottom;
        const double share = (span.begin - cycle).to_double();
        out.push_back({std::nullopt, span, (bottom + share * (top - bottom)) / 2.0});
    });
}

// Sum of two uniform numbers made normal (Box and Muller, "A note on the generation of random normal deviates", 1958).
Pattern normal() {
    return make_pattern([](const TimeSpan& span, const QueryContext& context, Events& out) {
        if (!context.spend()) return;
        const double u1 = std::fmax(rand_at(span.begin, context.seed), 0.001);
        const double u2 = rand_at(span.begin + Time(1000), context.seed);
        const double z = std::sqrt(-2.0 * std::log(u1)) * std::cos(2.0 * 3.14159265358979323846 * u2);
        out.push_back({std::nullopt, span, std::fmin(std::fmax((z + 3.5) / 7.0, 0.0), 1.0)});
    });
}

Pattern random_truth(const Pattern& chance) {
    return patternify_number(chance, [](double p) {
        return with_value(rand_pattern(), [p](const Value& v) { return Value::boolean(number_of(v) < p); });
    });
}

Value changed(const Value& v, double (*f)(double)) {
    if (!v.is_controls()) return f(number_of(v));
    ControlMap map = v.as_controls();
    for (auto& [name, value] : map) {
        if (const auto x = number_in(value)) value = f(*x);
    }
    return Value::controls(std::move(map));
}

template <double (*F)(double)>
Pattern each_value(Args, const Pattern& p) {
    return with_value(p, [](const Value& v) { return changed(v, F); });
}

double to_bipolar(double x) { return x * 2.0 - 1.0; }
double from_bipolar(double x) { return (x + 1.0) / 2.0; }
double rounded(double x) { return std::floor(x + 0.5); }
double floored(double x) { return std::floor(x); }
double raised(double x) { return std::ceil(x); }

// Half-way cases go to the even neighbour, as in Tidal.
double to_even(double x) { return std::nearbyint(x); }

template <double (*F)(double)>
Pattern quantised(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p](double steps) {
        return with_value(p, [steps](const Value& v) { return Value(F(number_of(v) * steps) / steps); });
    });
}

Pattern exponential_range(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p](const Value& lo, const Value& hi) {
        const double low = std::log(number_of(lo)), high = std::log(number_of(hi));
        return with_value(p, [=](const Value& v) { return Value(std::exp(number_of(v) * (high - low) + low)); });
    });
}

Pattern bipolar_range(Args a, const Pattern& p) {
    return range_pattern(with_value(p, [](const Value& v) { return Value(from_bipolar(number_of(v))); }),
                         a[0].pattern(), a[1].pattern());
}

// Straight lines from each event's value to the next one's; asked for a span of time without events.
Pattern smooth(const Pattern& p) {
    return make_pattern([p](const TimeSpan& span, const QueryContext& context, Events& out) {
        const Time at = span.begin + (span.end - span.begin) / Time(2);
        Events now;
        p.query({at, at}, context, now);
        if (now.empty()) {
            p.query(span, context, out);
            return;
        }
        for (const Event& e : now) {
            if (!e.whole) continue;
            Events next;
            p.query({e.whole->end, e.whole->end}, context, next);
            double target = number_of(e.value);
            for (const Event& n : next) {
                if (!n.has_onset()) continue;
                target = number_of(n.value);
                break;
            }
            if (!context.spend()) return;
            const double share = ((at - e.whole->begin) / e.whole->duration()).to_double();
            const double from = number_of(e.value);
            out.push_back({std::nullopt, span, from + share * (target - from)});
        }
    });
}

std::vector<Word> waves() {
    struct Wave {
        std::string_view name;
        std::vector<std::string_view> aliases;
        std::string_view summary;
        std::string_view example;
        Pattern (*apply)(Args, const Pattern&);
    };
    const std::vector<Wave> rows = {
        {"sine", {}, "A sine once a cycle, 0 to 1.", R"(d1 $ s "hh*8" # gain (range 0.3 0.9 sine))", once<sine_signal>},
        {"cosine", {}, "A cosine once a cycle, 0 to 1.", R"(d1 $ s "hh*8" # gain (range 0.3 0.9 cosine))",
         once<cosine_signal>},
        {"saw", {}, "Rises from 0 to 1 in every cycle.", R"(d1 $ s "hh*8" # gain (range 0.3 0.9 saw))", once<saw_signal>},
        {"isaw", {}, "Falls from 1 to 0 in every cycle.", R"(d1 $ s "hh*8" # gain (range 0.3 0.9 isaw))",
         once<isaw_signal>},
        {"tri", {}, "Rises and falls in every cycle, 0 to 1.", R"(d1 $ s "hh*8" # pan tri)", once<tri_signal>},
        {"square", {}, "0 in the first half of every cycle, 1 in the second.", R"(d1 $ s "hh*8" # pan square)",
         once<square_signal>},
        {"sine2", {}, "A sine once a cycle, -1 to 1.", R"(d1 $ s "hh*8" # speed (1 + sine2 * 0.2))",
         twice_as_wide<sine_signal>},
        {"cosine2", {}, "A cosine once a cycle, -1 to 1.", R"(d1 $ s "hh*8" # speed (1 + cosine2 * 0.2))",
         twice_as_wide<cosine_signal>},
        {"saw2", {}, "Rises from -1 to 1 in every cycle.", R"(d1 $ s "hh*8" # speed (1 + saw2 * 0.2))",
         twice_as_wide<saw_signal>},
        {"isaw2", {}, "Falls from 1 to -1 in every cycle.", R"(d1 $ s "hh*8" # speed (1 + isaw2 * 0.2))",
         twice_as_wide<isaw_signal>},
        {"tri2", {}, "Rises and falls in every cycle, -1 to 1.", R"(d1 $ s "hh*8" # speed (1 + tri2 * 0.2))",
         twice_as_wide<tri_signal>},
        {"square2", {}, "-1 in the first half of every cycle, 1 in the second.",
         R"(d1 $ s "hh*8" # speed (1 + square2 * 0.2))", twice_as_wide<square_signal>},
        {"envL", {}, "Rises from 0 to 1 during the first cycle, then stays.", R"(d1 $ s "hh*8" # gain envL)",
         once<rise_signal>},
        {"envLR", {}, "Falls from 1 to 0 during the first cycle, then stays.", R"(d1 $ s "hh*8" # gain envLR)",
         once<fall_signal>},
        {"envEq", {}, "Rises during the first cycle with equal power, then stays.", R"(d1 $ s "hh*8" # gain envEq)",
         once<equal_power_rise>},
        {"envEqR", {}, "Falls during the first cycle with equal power, then stays.", R"(d1 $ s "hh*8" # gain envEqR)",
         once<equal_power_fall>},
        {"sig", {"time"}, "The time itself, in cycles.", R"(d1 $ n (segment 4 (sig % 8)) # s "supersaw")",
         once<time_signal>},
    };
    std::vector<Word> words;
    for (const Wave& w : rows) {
        words.push_back({w.name, w.aliases, "signals", w.summary, WordKind::pattern, {}, w.example, {"range", "segment"},
                         w.apply, nullptr, true});
    }
    return words;
}

}  // namespace

std::vector<Word> signals_words() { return waves(); }

}  // namespace phonon::pattern
