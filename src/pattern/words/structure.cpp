// Words that give a pattern the rhythm of another one, or cut it up and put it together anew.
#include <algorithm>
#include <cmath>

#include "pattern/random.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;
constexpr auto number = ParamKind::number;

Pattern only_true(const Pattern& truths) {
    return filter_values(truths, [](const Value& v) { return v.truthy(); });
}

Pattern structured(Args a, const Pattern& p) {
    return app_left(only_true(a[0].pattern()), p, [](const Value&, const Value& v) { return v; });
}

Pattern masked(Args a, const Pattern& p) {
    return app_left(p, only_true(a[0].pattern()), [](const Value& v, const Value&) { return v; });
}

// One cycle of the pattern squeezed into every true value.
Pattern substructured(Args a, const Pattern& p) {
    return bind(Join::squeeze, only_true(a[0].pattern()), [p](const Value&) { return p; });
}

Pattern inverted(Args, const Pattern& p) {
    return with_value(p, [](const Value& v) { return Value::boolean(!v.truthy()); });
}

Pattern on_beat(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p](const Value& step, const Value& count) {
        const Time n = time_of(count);
        if (!(n > Time(0))) return silence();
        const Time at = time_of(step) - (time_of(step) / n).floor() * n;
        return inner_bind(
            p, [begin = at / n, end = (at + Time(1)) / n](const Value& v) { return compress(pure(v), begin, end); });
    });
}

Pattern bite(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p, indices = a[1].pattern()](double count) {
        const int n = bounded_count(std::floor(count));
        if (n == 0) return silence();
        return squeeze_bind(indices, [p, n](const Value& v) {
            const auto i = static_cast<std::int64_t>(std::floor(number_of(v)));
            const std::int64_t part = ((i % n) + n) % n;
            return zoom(p, Time(part, n), Time(part + 1, n));
        });
    });
}

// n lengths of 1, 2 or 3 shares, chosen for the cycle; they fill it.
std::vector<TimeSpan> random_spans(Time cycle, int n, std::uint64_t seed) {
    std::vector<std::int64_t> shares;
    std::int64_t total = 0;
    for (int i = 0; i < n; ++i) {
        const double chance = rand_at(cycle + Time(i, n), seed);
        shares.push_back(1 + std::min<std::int64_t>(2, static_cast<std::int64_t>(chance * 3.0)));
        total += shares.back();
    }
    std::vector<TimeSpan> spans;
    std::int64_t at = 0;
    for (const std::int64_t share : shares) {
        spans.push_back({cycle + Time(at, total), cycle + Time(at + share, total)});
        at += share;
    }
    return spans;
}

// Each of the n copies is the pattern of another time, n cycles apart, as in Tidal.
Pattern stripe(const Pattern& p, int n) {
    if (n == 0) return silence();
    return make_pattern([p, n](const TimeSpan& span, const QueryContext& context, Events& out) {
        for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
            const auto spans = random_spans(cycle, n, context.seed);
            for (int i = 0; i < n; ++i) {
                const TimeSpan& place = spans[static_cast<std::size_t>(i)];
                const auto part = intersect(piece, place);
                if (!part || !context.visit()) continue;
                const Pattern source = late(p, Time(static_cast<std::int64_t>(i) * n));
                compress(source, place.begin - cycle, place.end - cycle).query(*part, context, out);
            }
        });
    });
}

template <bool Slow>
Pattern striped(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p](double count) {
        const int n = bounded_count(std::floor(count), 4096);
        return Slow ? slow(stripe(p, n), Time(n)) : stripe(p, n);
    });
}

// The numbers of the n random lengths, in their places.
Pattern random_structure(const Pattern& count) {
    return patternify_number(count, [](double x) {
        const int n = bounded_count(std::floor(x));
        if (n == 0) return silence();
        return make_pattern([n](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                const auto spans = random_spans(cycle, n, context.seed);
                for (int i = 0; i < n; ++i) {
                    const TimeSpan& place = spans[static_cast<std::size_t>(i)];
                    const auto part = intersect(piece, place);
                    if (part && context.spend()) out.push_back({place, *part, i});
                }
            });
        });
    });
}

// As substruct, each event with cycles of its own: its value says how much later they are.
Pattern substructured_anew(Args a, const Pattern& p) {
    return make_pattern([rhythm = a[0].pattern(), p](const TimeSpan& span, const QueryContext& context, Events& out) {
        for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
            Events places;
            rhythm.query({cycle, cycle + Time(1)}, context, places);
            std::erase_if(places, [](const Event& e) { return !e.has_onset(); });
            const auto count = static_cast<std::int64_t>(places.size());
            for (const Event& place : places) {
                const auto part = intersect(piece, *place.whole);
                if (!part || !context.visit()) continue;
                const Pattern source = late(p, time_of(place.value).floor() * Time(count));
                compress(source, place.whole->begin - cycle, place.whole->end - cycle).query(*part, context, out);
            }
        });
    });
}

// Repeats at given lengths: the n-th copy fills the n-th length.
Pattern spaced_out(Args a, const Pattern& p) {
    Time total(0);
    std::vector<Time> lengths;
    for (const auto& item : patterns_in(a[0])) {
        lengths.push_back(constant_time(item));
        total += lengths.back();
    }
    if (!(total > Time(0))) return silence();
    std::vector<Pattern> copies;
    Time at(0);
    for (const Time length : lengths) {
        copies.push_back(compress(p, at / total, (at + length) / total));
        at += length;
    }
    return slow(stack(std::move(copies)), total);
}

Pattern wedge(Args a, const Pattern& second) {
    return patternify_time(a[0].pattern(), [first = a[1].pattern(), second](Time part) {
        if (part <= Time(0)) return second;
        if (part >= Time(1)) return first;
        return stack({fast_gap(first, Time(1) / part), late(fast_gap(second, Time(1) / (Time(1) - part)), part)});
    });
}

}  // namespace

std::vector<Word> structure_words() {
    constexpr auto boolean = ParamKind::boolean;
    const Param repeats{"count", number, "how many repeats, each one, two or three shares long"};
    return {
        {"struct",
         {"structAll"},
         "structure",
         "Gives a pattern the rhythm of a pattern of truths.",
         transform,
         {{"rhythm", boolean, "an event for every true value, as \"t f t t\""}},
         R"(d1 $ struct "t f t t" $ note "c e" # s "supersaw")",
         {"mask", "euclid"},
         structured},
        {"mask",
         {"maskAll"},
         "structure",
         "Lets a pattern be heard only where a pattern of truths is true.",
         transform,
         {{"truths", boolean, "true where it is heard"}},
         R"(d1 $ mask "t f t t" $ s "hh*16")",
         {"struct", "when"},
         masked},
        {"substruct",
         {},
         "structure",
         "Squeezes a cycle into every true value.",
         transform,
         {{"rhythm", boolean, "a cycle for every true value"}},
         R"(d1 $ substruct "t [t t] t" $ s "bd sn")",
         {"struct", "squeeze"},
         substructured},
        {"inv",
         {"invert"},
         "structure",
         "Swaps true and false.",
         transform,
         {},
         R"(d1 $ struct (inv "t f t t") $ s "bd")",
         {"struct", "mask"},
         inverted},
        {"beat",
         {},
         "structure",
         "Plays a pattern at given steps only.",
         transform,
         {{"steps", number, "which ones, 0 the first"}, {"count", number, "how many steps a cycle has"}},
         R"(d1 $ beat "0,7,10" 16 $ s "bd")",
         {"euclid", "struct"},
         on_beat},
        {"bite",
         {},
         "structure",
         "Cuts each cycle into parts and plays them by number.",
         transform,
         {{"parts", number, "how many parts"}, {"order", number, "the numbers of the parts, 0 the first"}},
         R"(d1 $ bite 4 "0 2*2 [3 1]" $ s "bd sn hh cp")",
         {"chew", "shuffle"},
         bite},
        {"stripe",
         {},
         "structure",
         "Fills each cycle with repeats of random lengths.",
         transform,
         {repeats},
         R"(d1 $ stripe 3 $ s "bd sn")",
         {"slowstripe"},
         striped<false>},
        {"slowstripe",
         {},
         "structure",
         "As `stripe`, over as many cycles as there are repeats.",
         transform,
         {repeats},
         R"(d1 $ slowstripe 3 $ s "bd sn")",
         {"stripe"},
         striped<true>},
        {"randStruct",
         {},
         "structure",
         "A rhythm of random lengths, with the numbers of its events.",
         WordKind::pattern,
         {repeats},
         R"(d1 $ n (randStruct 5) # s "superpiano")",
         {"stripe"},
         [](Args a, const Pattern&) { return random_structure(a[0].pattern()); }},
        {"substruct'",
         {},
         "structure",
         "As `substruct`, by whole numbers: equal numbers give equal cycles.",
         transform,
         {{"rhythm", number, "a cycle for every event"}},
         R"(d1 $ substruct' "0 1 [1 1]" $ s "bd sn")",
         {"substruct"},
         substructured_anew},
        {"spaceOut",
         {},
         "structure",
         "Repeats a pattern with given lengths, one after the other.",
         transform,
         {{"lengths", ParamKind::list, "in cycles, as `[1, 0.5, 0.25]`"}},
         R"(d1 $ spaceOut [1, 0.5, 0.25, 0.25] $ s "bd sn")",
         {"timecat"},
         spaced_out},
        {"wedge",
         {},
         "structure",
         "Squeezes one pattern into the first part of each cycle, another one into the rest.",
         transform,
         {{"part", ParamKind::time, "how much the first one gets, 0 to 1"},
          {"first", ParamKind::pattern, "the pattern of the first part; the target fills the rest"}},
         R"(d1 $ wedge 0.25 (s "cp*2") (s "bd sn hh"))",
         {"timecat", "within"},
         wedge},
    };
}

}  // namespace phonon::pattern
