// Continuous patterns, and words that change the range of numbers.
#include "pattern/signals.hpp"

#include <cmath>
#include <cstdlib>
#include <string>

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

Pattern berlin() {
    return make_pattern([](const TimeSpan& span, const QueryContext& context, Events& out) {
        if (!context.spend()) return;
        const Time cycle = span.begin.floor();
        const double bottom = rand_at(cycle, context.seed);
        const double top = rand_at(cycle + Time(1), context.seed) + bottom;
        const double share = (span.begin - cycle).to_double();
        push_sample(span, (bottom + share * (top - bottom)) / 2.0, context, out);
    });
}

// Sum of two uniform numbers made normal (Box and Muller, "A note on the generation of random normal deviates", 1958).
Pattern normal() {
    return make_pattern([](const TimeSpan& span, const QueryContext& context, Events& out) {
        if (!context.spend()) return;
        const double u1 = std::fmax(rand_at(span.begin, context.seed), 0.001);
        const double u2 = rand_at(span.begin + Time(1000), context.seed);
        const double z = std::sqrt(-2.0 * std::log(u1)) * std::cos(2.0 * 3.14159265358979323846 * u2);
        push_sample(span, (std::fmin(std::fmax(z, -3.0), 3.0) + 3.0) / 6.0, context, out);
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

// Straight lines from each event's value to the next one's, read in the middle of what is asked.
Pattern smooth(const Pattern& p) {
    return make_pattern([p](const TimeSpan& span, const QueryContext& context, Events& out) {
        const Time at = (span.begin + span.end) / Time(2);
        Events now, next;
        p.query({at, at}, context, now);
        if (now.empty() || !context.spend()) return;
        const TimeSpan whole = now.front().whole_or_part();
        p.query({whole.end, whole.end}, context, next);
        const double from = number_of(now.front().value);
        const double to = next.empty() ? from : number_of(next.front().value);
        const Time length = whole.duration();
        const double share = length == Time(0) ? 0.0 : ((at - whole.begin) / length).to_double();
        push_sample(span, from + share * (to - from), context, out);
    });
}

// The length of the event asked for, or how many of them fill a cycle.
Pattern event_length(bool in_cycles) {
    return make_pattern([in_cycles](const TimeSpan& span, const QueryContext& context, Events& out) {
        const double length = span.duration().to_double();
        if (context.spend()) push_sample(span, in_cycles || length == 0 ? length : 1.0 / length, context, out);
    });
}

Pattern perlin_with(const Pattern& p) {
    return make_pattern([p](const TimeSpan& span, const QueryContext& context, Events& out) {
        const std::size_t from = out.size();
        p.query(span, context, out);
        for (std::size_t i = from; i < out.size(); ++i) {
            const double x = number_of(out[i].value), whole = std::floor(x), t = x - whole;
            const auto corner = static_cast<std::int64_t>(whole);
            const double a = rand_at(Time(corner), context.seed), b = rand_at(Time(corner + 1), context.seed);
            out[i].value = a + t * t * t * (t * (t * 6.0 - 15.0) + 10.0) * (b - a);
        }
    });
}

// A ratio as it is written in mini-notation: `5:4` is 1.25, `3:2:2` is 0.75.
Value ratio(const Value& v) {
    if (!v.is_text()) return v;
    const std::string text(v.as_text());
    const char* at = text.c_str();
    char* end = nullptr;
    double result = std::strtod(at, &end);
    if (end == at) return v;
    while (*end == ':') {
        at = end + 1;
        const double by = std::strtod(at, &end);
        if (end == at) return v;
        result /= by;
    }
    return result;
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
        {"cosine",
         {},
         "A cosine once a cycle, 0 to 1.",
         R"(d1 $ s "hh*8" # gain (range 0.3 0.9 cosine))",
         once<cosine_signal>},
        {"saw",
         {},
         "Rises from 0 to 1 in every cycle.",
         R"(d1 $ s "hh*8" # gain (range 0.3 0.9 saw))",
         once<saw_signal>},
        {"isaw",
         {},
         "Falls from 1 to 0 in every cycle.",
         R"(d1 $ s "hh*8" # gain (range 0.3 0.9 isaw))",
         once<isaw_signal>},
        {"tri", {}, "Rises and falls in every cycle, 0 to 1.", R"(d1 $ s "hh*8" # pan tri)", once<tri_signal>},
        {"square",
         {},
         "0 in the first half of every cycle, 1 in the second.",
         R"(d1 $ s "hh*8" # pan square)",
         once<square_signal>},
        {"sine2",
         {},
         "A sine once a cycle, -1 to 1.",
         R"(d1 $ s "hh*8" # speed (1 + sine2 * 0.2))",
         twice_as_wide<sine_signal>},
        {"cosine2",
         {},
         "A cosine once a cycle, -1 to 1.",
         R"(d1 $ s "hh*8" # speed (1 + cosine2 * 0.2))",
         twice_as_wide<cosine_signal>},
        {"saw2",
         {},
         "Rises from -1 to 1 in every cycle.",
         R"(d1 $ s "hh*8" # speed (1 + saw2 * 0.2))",
         twice_as_wide<saw_signal>},
        {"isaw2",
         {},
         "Falls from 1 to -1 in every cycle.",
         R"(d1 $ s "hh*8" # speed (1 + isaw2 * 0.2))",
         twice_as_wide<isaw_signal>},
        {"tri2",
         {},
         "Rises and falls in every cycle, -1 to 1.",
         R"(d1 $ s "hh*8" # speed (1 + tri2 * 0.2))",
         twice_as_wide<tri_signal>},
        {"square2",
         {},
         "-1 in the first half of every cycle, 1 in the second.",
         R"(d1 $ s "hh*8" # speed (1 + square2 * 0.2))",
         twice_as_wide<square_signal>},
        {"envL",
         {},
         "Rises from 0 to 1 during the first cycle, then stays.",
         R"(d1 $ s "hh*8" # gain envL)",
         once<rise_signal>},
        {"envLR",
         {},
         "Falls from 1 to 0 during the first cycle, then stays.",
         R"(d1 $ s "hh*8" # gain envLR)",
         once<fall_signal>},
        {"envEq",
         {},
         "Rises during the first cycle with equal power, then stays.",
         R"(d1 $ s "hh*8" # gain envEq)",
         once<equal_power_rise>},
        {"envEqR",
         {},
         "Falls during the first cycle with equal power, then stays.",
         R"(d1 $ s "hh*8" # gain envEqR)",
         once<equal_power_fall>},
        {"sig",
         {"time"},
         "The time itself, in cycles.",
         R"(d1 $ n (segment 4 (sig % 8)) # s "supersaw")",
         once<time_signal>},
    };
    std::vector<Word> words;
    for (const Wave& w : rows) {
        words.push_back({w.name,
                         w.aliases,
                         "signals",
                         w.summary,
                         WordKind::pattern,
                         {},
                         w.example,
                         {"range", "segment"},
                         w.apply,
                         nullptr,
                         true});
    }
    return words;
}

std::vector<Word> chances() {
    constexpr auto pattern = WordKind::pattern;
    const auto row = [](std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
                        std::vector<Param> params, std::string_view example, Pattern (*apply)(Args, const Pattern&)) {
        return Word{name,    std::move(aliases),  "signals", summary, pattern, std::move(params),
                    example, {"rand", "segment"}, apply,     nullptr, true};
    };
    return {
        row("rand", {}, "A new random number at every time, 0 to 1.", {}, R"(d1 $ s "hh*8" # pan rand)",
            once<unit_random>),
        row("irand", {}, "Random whole numbers from 0 on.", {{"limit", number, "all numbers are below it"}},
            R"(d1 $ n (segment 8 (irand 8)) # s "supersaw")",
            [](Args a, const Pattern&) { return patternify_number(a[0].pattern(), irand); }),
        row("perlin", {}, "A smooth random curve, 0 to 1, one random number a cycle.", {},
            R"(d1 $ s "hh*8" # gain (range 0.4 0.9 perlin))", once<perlin>),
        row("perlinWith", {}, "The smooth random curve read at the places that a pattern names.",
            {{"places", number, "cycles of the curve"}}, R"(d1 $ s "hh*8" # pan (perlinWith (saw * 4)))",
            [](Args a, const Pattern&) { return perlin_with(a[0].pattern()); }),
        row("berlin", {}, "A jagged random curve, 0 to 1: rising lines that jump once a cycle.", {},
            R"(d1 $ s "hh*8" # pan berlin)", once<berlin>),
        row("normal", {}, "Random numbers, mostly near the middle of 0 to 1.", {}, R"(d1 $ s "hh*8" # pan normal)",
            once<normal>),
        row("brand", {}, "Random truths, true half of the time.", {}, R"(d1 $ struct (segment 8 brand) $ s "hh")",
            [](Args, const Pattern&) { return random_truth(pure(0.5)); }),
        row("brandBy", {}, "Random truths, true with a given chance.", {{"chance", number, "0 never, 1 always"}},
            R"(d1 $ struct (segment 8 (brandBy 0.7)) $ s "hh")",
            [](Args a, const Pattern&) { return random_truth(a[0].pattern()); }),
        row("cyclesPer", {}, "The length of each event, in cycles.", {},
            R"(d1 $ s "bd [sn sn]" # legato (cyclesPer * 2))", [](Args, const Pattern&) { return event_length(true); }),
        row("per", {"perCycle"}, "How many events of this length fill a cycle.", {},
            R"(d1 $ s "bd [sn sn]" # speed per)", [](Args, const Pattern&) { return event_length(false); }),
    };
}

std::vector<Word> ranges() {
    const Param lo{"lo", number, "what 0 becomes"}, hi{"hi", number, "what 1 becomes"};
    const Param steps{"steps", number, "how many steps there are from one whole number to the next"};
    const auto row = [](std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
                        std::vector<Param> params, std::string_view example, Pattern (*apply)(Args, const Pattern&)) {
        return Word{name,    std::move(aliases), "signals", summary, transform, std::move(params),
                    example, {"range"},          apply};
    };
    return {
        row("range", {}, "Stretches 0 to 1 to a range.", {lo, hi}, R"(d1 $ s "hh*8" # pan (range 0.2 0.8 saw))",
            [](Args a, const Pattern& p) { return range_pattern(p, a[0].pattern(), a[1].pattern()); }),
        row("range2", {}, "Stretches -1 to 1 to a range.", {{"lo", number, "what -1 becomes"}, hi},
            R"(d1 $ s "hh*8" # pan (range2 0.2 0.8 sine2))", bipolar_range),
        row("rangex", {}, "Stretches 0 to 1 to a range along an exponential curve, good for frequencies.", {lo, hi},
            R"(d1 $ s "supersaw*8" # cutoff (rangex 200 4000 sine))", exponential_range),
        row("toBipolar", {}, "Turns 0 to 1 into -1 to 1.", {}, R"(d1 $ s "hh*8" # speed (1 + toBipolar saw * 0.2))",
            each_value<to_bipolar>),
        row("fromBipolar", {}, "Turns -1 to 1 into 0 to 1.", {}, R"(d1 $ s "hh*8" # pan (fromBipolar sine2))",
            each_value<from_bipolar>),
        row("quantise", {"quantize", "qround"}, "Rounds numbers to steps.", {steps},
            R"(d1 $ s "hh*8" # pan (quantise 4 saw))", quantised<to_even>),
        row("qfloor", {}, "Rounds numbers down to steps.", {steps}, R"(d1 $ s "hh*8" # pan (qfloor 4 saw))",
            quantised<floored>),
        row("qceiling", {}, "Rounds numbers up to steps.", {steps}, R"(d1 $ s "hh*8" # pan (qceiling 4 saw))",
            quantised<raised>),
        row("round", {}, "Rounds to whole numbers; halves go to the even one.", {},
            R"(d1 $ n (round "0.2 1.7 3.5") # s "supersaw")", each_value<to_even>),
        row("floor", {}, "Rounds down to whole numbers.", {}, R"(d1 $ n (floor "0.2 1.7 3.5") # s "supersaw")",
            each_value<floored>),
        row("ceil", {"ceiling"}, "Rounds up to whole numbers.", {}, R"(d1 $ n (ceil "0.2 1.7 3.5") # s "supersaw")",
            each_value<raised>),
        Word{"ratio",
             {},
             "signals",
             "Reads ratios: `5:4` is 1.25.",
             WordKind::pattern,
             {{"ratios", ParamKind::word, "numbers, or whole numbers with a colon between them"}},
             R"(d1 $ s "supersaw*3" # freq (ratio "1:1 5:4 3:2" * 220))",
             {"round"},
             [](Args a, const Pattern&) { return with_value(a[0].pattern(), ratio); }},
        row("smooth", {}, "Goes from value to value in straight lines.", {},
            R"(d1 $ s "hh*8" # pan (smooth "0 1 0.5 <0 1>"))", [](Args, const Pattern& p) { return smooth(p); }),
    };
}

}  // namespace

std::vector<Word> signals_words() {
    std::vector<Word> rows;
    for (auto part : {waves(), chances(), ranges()}) {
        rows.insert(rows.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
    }
    return rows;
}

}  // namespace phonon::pattern
