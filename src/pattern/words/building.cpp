// Words that make a pattern out of other patterns.
#include <algorithm>
#include <cmath>

#include "pattern/operators.hpp"
#include "pattern/signals.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto pattern = WordKind::pattern;
constexpr auto transform = WordKind::transform;
constexpr auto number = ParamKind::number;
constexpr auto list = ParamKind::list;

// Cycle n of the whole is cycle n of the pattern whose turn it is; the others pass unheard.
Pattern turns(std::vector<Pattern> patterns) {
    if (patterns.empty()) return silence();
    return per_cycle([patterns = std::move(patterns)](Time cycle) {
        const auto n = static_cast<std::int64_t>(patterns.size());
        return patterns[static_cast<std::size_t>(((cycle.num() % n) + n) % n)];
    });
}

Pattern weighted_sequence(Args a, const Pattern&) {
    std::vector<Weighted> parts;
    for (const auto& item : items_of(a[0])) parts.push_back({constant_time(field(item, 0)), field(item, 1)});
    return timecat(std::move(parts));
}

// Sections of whole lengths, each with as many of its cycles.
Pattern arrange(Args a, const Pattern&) {
    std::vector<Weighted> parts;
    Time total(0);
    for (const auto& item : items_of(a[0])) {
        const Time cycles = constant_time(field(item, 0));
        if (!(cycles > Time(0))) continue;
        parts.push_back({cycles, fast(field(item, 1), cycles)});
        total += cycles;
    }
    return total > Time(0) ? slow(timecat(std::move(parts)), total) : silence();
}

// Each pattern between two times, its own cycle 0 at the first of them.
Pattern timed(const Arg& arg, bool loop) {
    std::vector<Pattern> layers;
    std::optional<TimeSpan> all;
    for (const auto& item : items_of(arg)) {
        const TimeSpan heard{constant_time(field(item, 0)), constant_time(field(item, 1))};
        const Pattern shifted = late(field(item, 2), heard.begin.floor());
        layers.push_back(make_pattern([shifted, heard](const TimeSpan& span, const QueryContext& context, Events& out) {
            if (const auto part = intersect(span, heard)) shifted.query(*part, context, out);
        }));
        all = all ? TimeSpan{std::min(all->begin, heard.begin), std::max(all->end, heard.end)} : heard;
    }
    const Pattern whole = stack(std::move(layers));
    if (!loop) return whole;
    return all && all->begin < all->end ? loop_piece(whole, all->begin, all->duration()) : silence();
}

// `base` takes `length` cycles; the i-th of n things made from it is i/n of that later.
Pattern woven(const Pattern& length, const Pattern& base, const std::vector<Transform>& things) {
    return patternify_time(length, [base, things](Time cycles) {
        if (!(cycles > Time(0))) return silence();
        const auto count = static_cast<std::int64_t>(things.size());
        std::vector<Pattern> layers;
        for (std::int64_t i = 0; i < count; ++i) {
            layers.push_back(late(things[static_cast<std::size_t>(i)](slow(base, cycles)), cycles * Time(i, count)));
        }
        return stack(std::move(layers));
    });
}

Pattern weave(const Pattern& length, const Pattern& base, const std::vector<Pattern>& patterns) {
    std::vector<Transform> things;
    for (const auto& p : patterns) {
        things.push_back([p](const Pattern& control) { return apply_op(Op::set, Structure::in, p, control); });
    }
    return woven(length, base, things);
}

Pattern weave_with(Args a, const Pattern&) {
    std::vector<Transform> things;
    for (const auto& item : items_of(a[2])) things.push_back(transform_in(item));
    return woven(a[0].pattern(), a[1].pattern(), things);
}

Pattern cross_fade(Args a, const Pattern&) {
    const auto faded = [by = a[1].pattern()](const Pattern& p, bool second) {
        const Pattern gain = with_value(by, [second](const Value& v) {
            const double away = second ? 1.0 - number_of(v) : number_of(v);
            return Value::control(ControlName("gain"), away < 0.5 ? 1.0 : 2.0 - 2.0 * away);
        });
        return apply_op(Op::mul, Structure::in, p, gain);
    };
    return stack({faded(a[0].pattern(), false), faded(a[2].pattern(), true)});
}

}  // namespace

std::vector<Word> building_words() {
    const Param items{"patterns", list, "the patterns, as `[a, b]`"};
    const Param first{"first", ParamKind::pattern, "what comes first; the target comes after it"};
    const Param sections{"sections", list, "the parts, as `[[0, 4, a], [2, 6, b]]`: from, to, pattern"};
    return {
        {"stack",
         {"polyrhythm", "pr"},
         "building",
         "Plays patterns together.",
         pattern,
         {items},
         R"(d1 $ stack [s "bd*4", s "~ sn", s "hh*8"])",
         {"cat", "overlay"},
         [](Args a, const Pattern&) { return stack(patterns_in(a[0])); }},
        {"overlay",
         {},
         "building",
         "Plays two patterns together.",
         pattern,
         {{"a", ParamKind::pattern, "the first one"}, {"b", ParamKind::pattern, "the second one"}},
         R"(d1 $ overlay (s "bd*4") (s "~ sn"))",
         {"stack"},
         [](Args a, const Pattern&) {
             return stack({a[0].pattern(), a[1].pattern()});
         }},
        {"cat",
         {"slowcat", "slowCat"},
         "building",
         "Plays one pattern a cycle, in turn.",
         pattern,
         {items},
         R"(d1 $ cat [s "bd sn", s "hh*4", s "cp"])",
         {"fastcat", "randcat"},
         [](Args a, const Pattern&) { return slowcat(patterns_in(a[0])); }},
        {"slowcatPrime",
         {},
         "building",
         "As `cat`; the cycles of patterns pass while others are heard.",
         pattern,
         {items},
         R"(d1 $ slowcatPrime [s "<bd lt>", s "<sn cp>"])",
         {"cat"},
         [](Args a, const Pattern&) { return turns(patterns_in(a[0])); }},
        {"fastcat",
         {"fastCat", "sequence", "seq"},
         "building",
         "Plays patterns one after the other in each cycle.",
         pattern,
         {items},
         R"(d1 $ fastcat [s "bd sn", s "hh*4", s "cp"])",
         {"cat", "timecat"},
         [](Args a, const Pattern&) { return fastcat(patterns_in(a[0])); }},
        {"timecat",
         {"timeCat"},
         "building",
         "Plays patterns in each cycle, each as long as its weight says.",
         pattern,
         {{"parts", list, "pairs of weight and pattern, as `[[3, a], [1, b]]`"}},
         R"(d1 $ timecat [[3, s "bd*4"], [1, s "sn sn"]])",
         {"fastcat"},
         weighted_sequence},
        {"append",
         {"slowAppend", "slowappend"},
         "building",
         "Plays two patterns in turn, a cycle each.",
         transform,
         {first},
         R"(d1 $ append (s "bd sn") (s "hh*4"))",
         {"cat", "fastAppend"},
         [](Args a, const Pattern& p) {
             return slowcat({a[0].pattern(), p});
         }},
        {"fastAppend",
         {"fastappend"},
         "building",
         "Plays two patterns one after the other in each cycle.",
         transform,
         {first},
         R"(d1 $ fastAppend (s "bd sn") (s "hh*4"))",
         {"fastcat", "append"},
         [](Args a, const Pattern& p) {
             return fastcat({a[0].pattern(), p});
         }},
        {"arrange",
         {},
         "building",
         "Plays sections of some cycles each, then begins again.",
         pattern,
         {{"sections", list, "pairs of length in cycles and pattern, as `[[4, a], [2, b]]`"}},
         R"(d1 $ arrange [[2, s "bd sn"], [1, s "hh*4"]])",
         {"seqPLoop", "cat"},
         arrange},
        {"seqP",
         {},
         "building",
         "Plays each pattern from one cycle to another, once.",
         pattern,
         {sections},
         R"(d1 $ seqP [[0, 4, s "bd*4"], [2, 6, s "hh*8"]])",
         {"seqPLoop", "playFor"},
         [](Args a, const Pattern&) { return timed(a[0], false); }},
        {"seqPLoop",
         {},
         "building",
         "As `seqP`, again and again.",
         pattern,
         {sections},
         R"(d1 $ seqPLoop [[0, 4, s "bd*4"], [2, 6, s "hh*8"]])",
         {"seqP", "arrange"},
         [](Args a, const Pattern&) { return timed(a[0], true); }},
        {"weave",
         {},
         "building",
         "Lays a long control pattern over several patterns, each at another place of it.",
         pattern,
         {{"length", ParamKind::time, "how many cycles the control takes"},
          {"control", ParamKind::pattern, "the control pattern, as `(pan sine)`"},
          items},
         R"(d1 $ weave 8 (pan sine) [s "bd sn", s "hh*8"])",
         {"interlace"},
         [](Args a, const Pattern&) { return weave(a[0].pattern(), a[1].pattern(), patterns_in(a[2])); }},
        {"weaveWith",
         {"weave'"},
         "building",
         "As `weave`, with transforms of the control pattern.",
         pattern,
         {{"length", ParamKind::time, "how many cycles the base takes"},
          {"base", ParamKind::pattern, "what is transformed"},
          {"transforms", list, "the transforms, as `[rev, (# speed 2)]`"}},
         R"(d1 $ weaveWith 4 (s "bd sn hh cp") [fast 2, (# speed 2)])",
         {"weave"},
         weave_with},
        {"interlace",
         {},
         "building",
         "Shifts the weight between two patterns over sixteen cycles, by their `shape`.",
         transform,
         {first},
         R"(d1 $ interlace (s "bd*4") (s "hh*8"))",
         {"weave"},
         [](Args a, const Pattern& p) {
             const Pattern shape = sine_signal();
             const Pattern control = with_value(
                 shape, [](const Value& v) { return Value::control(ControlName("shape"), number_of(v) * 0.9); });
             return weave(pure(16), control, {a[0].pattern(), p});
         }},
        {"xfade",
         {},
         "building",
         "Fades between two patterns by their gain.",
         pattern,
         {{"a", ParamKind::pattern, "heard at 0"},
          {"by", number, "0 is the first, 1 the second"},
          {"b", ParamKind::pattern, "heard at 1"}},
         R"(d1 $ xfade (s "bd*2" # gain 1) "<0 .25 .5 .75 1>" (s "hh*8" # gain 1))",
         {"stack"},
         cross_fade},
        {"hush",
         {},
         "building",
         "Drops every event.",
         transform,
         {},
         R"(d1 $ every 4 hush $ s "bd sn")",
         {"silence", "mask"},
         [](Args, const Pattern&) { return silence(); }},
        {"silence",
         {"nothing"},
         "building",
         "No events at all.",
         pattern,
         {},
         R"(d1 $ s "bd*4" # n (cat ["0 1", silence]))",
         {},
         [](Args, const Pattern&) { return silence(); }},
    };
}

}  // namespace phonon::pattern
