// Words that apply a transform in some cycles, or in some part of each cycle.
#include <cmath>

#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;
constexpr auto number = ParamKind::number;
constexpr auto time = ParamKind::time;

// A choice between two patterns for each whole cycle.
Pattern by_cycle(const Pattern& p, const Pattern& changed, std::function<bool(std::int64_t)> test) {
    return per_cycle([p, changed, test = std::move(test)](Time cycle) { return test(cycle.num()) ? changed : p; },
                     p.steps());
}

constexpr std::int64_t wrapped(std::int64_t x, std::int64_t n) { return ((x % n) + n) % n; }

Pattern every_nth(const Pattern& p, const Transform& f, Time count, Time offset) {
    const std::int64_t n = count.floor().num();
    if (n < 1) return p;
    if (n == 1) return f(p);
    const std::int64_t at = offset.floor().num();
    return by_cycle(p, f(p), [n, at](std::int64_t cycle) { return wrapped(cycle, n) == at; });
}

Pattern first_of(Args a, const Pattern& p) {
    return patternify_time(a[0].pattern(), [p, f = a[1].transform()](Time n) { return every_nth(p, f, n, Time(0)); });
}

Pattern last_of(Args a, const Pattern& p) {
    return patternify_time(a[0].pattern(),
                           [p, f = a[1].transform()](Time n) { return every_nth(p, f, n, n.floor() - Time(1)); });
}

Pattern every_with_offset(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p, f = a[2].transform()](const Value& n, const Value& offset) {
        return every_nth(p, f, time_of(n), time_of(offset));
    });
}

Pattern fold_every(Args a, const Pattern& p) {
    const auto counts = patterns_in(a[0]);
    Pattern changed = p;
    for (auto it = counts.rbegin(); it != counts.rend(); ++it) {
        const Pattern before = changed;
        changed =
            patternify_time(*it, [before, f = a[1].transform()](Time n) { return every_nth(before, f, n, Time(0)); });
    }
    return changed;
}

Pattern when_mod(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p, f = a[2].transform()](const Value& a_value, const Value& b) {
        const Time period = time_of(a_value), from = time_of(b);
        if (!(period > Time(0))) return p;
        const Pattern changed = f(p);
        return per_cycle([p, changed, period,
                          from](Time cycle) { return cycle - (cycle / period).floor() * period >= from ? changed : p; },
                         p.steps());
    });
}

Pattern if_even(Args a, const Pattern& p) {
    return by_cycle(a[1].transform()(p), a[0].transform()(p),
                    [](std::int64_t cycle) { return wrapped(cycle, 2) == 0; });
}

// Structure from both: each of the two sounds while the truths say so.
Pattern sew(const Pattern& truths, const Pattern& when_true, const Pattern& when_false) {
    const auto during = [&truths](bool side, const Pattern& p) {
        const Pattern open = filter_values(truths, [side](const Value& v) { return v.truthy() == side; });
        return app_left(p, open, [](const Value& v, const Value&) { return v; });
    };
    return stack({during(true, when_true), during(false, when_false)});
}

// Structure from the truths.
Pattern stitch(const Pattern& truths, const Pattern& when_true, const Pattern& when_false) {
    const auto filled = [&truths](bool side, const Pattern& p) {
        const Pattern open = filter_values(truths, [side](const Value& v) { return v.truthy() == side; });
        return app_left(open, p, [](const Value&, const Value& v) { return v; });
    };
    return stack({filled(true, when_true), filled(false, when_false)});
}

Pattern within_span(const Pattern& p, const Pattern& changed, Time begin, Time end) {
    const auto inside_of = [begin, end](const Event& e) {
        const Time at = e.whole_or_part().begin.fract();
        return begin <= at && at < end;
    };
    return stack({filter_events(changed, inside_of),
                  filter_events(p, [inside_of](const Event& e) { return !inside_of(e); })})
        .with_steps(p.steps());
}

Pattern within(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p, f = a[2].transform()](const Value& b, const Value& e) {
        return within_span(p, f(p), time_of(b), time_of(e));
    });
}

// The transform sees its part as a whole cycle.
Pattern within_squeezed(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p, f = a[2].transform()](const Value& b, const Value& e) {
        const Time begin = time_of(b), end = time_of(e);
        return within_span(p, compress(f(zoom(p, begin, end)), begin, end), begin, end);
    });
}

Pattern reverse_span(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(),
                       [p](const Value& b, const Value& e) { return within_span(p, rev(p), time_of(b), time_of(e)); });
}

// In `chunk` each cycle of the pattern stays for as many cycles as there are parts, while the touched part moves on; in
// `chunkBack` and with a negative number the cycles go on (Tidal 1.10).
Pattern chunk(Args a, const Pattern& p, bool backwards) {
    return patternify_number(a[0].pattern(), [p, f = a[1].transform(), backwards](double count) {
        const bool back = backwards != (count < 0);
        const int n = bounded_count(std::floor(std::fabs(count)), 4096);
        if (n == 0) return silence();
        const Pattern changed = f(p);
        std::vector<Pattern> turns;
        for (int turn = 0; turn < n; ++turn) {
            const int part = back ? n - 1 - turn : turn;
            turns.push_back(within_span(p, changed, Time(part, n), Time(part + 1, n)));
        }
        if (!backwards && count >= 0) return slowcat(std::move(turns));
        return per_cycle([turns = std::move(turns), n](Time cycle) {
            return turns[static_cast<std::size_t>(wrapped(cycle.num(), n))];
        });
    });
}

// As `chunk` on cycles that go on.
Pattern fast_chunk(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p, f = a[1].transform()](double count) {
        const int n = bounded_count(std::floor(count), 4096);
        if (n == 0) return silence();
        std::vector<Pattern> truths(static_cast<std::size_t>(n), pure(Value::boolean(false)));
        truths.front() = pure(Value::boolean(true));
        const Pattern first = fastcat(std::move(truths));
        const Pattern moving =
            per_cycle([first, n](Time cycle) { return late(first, Time(wrapped(cycle.num(), n), n)); });
        return sew(moving, f(p), p);
    });
}

Pattern bypass(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p](const Value& v) { return v.truthy() ? silence() : p; });
}

std::vector<Word> cycle_conditions() {
    const Param f{"f", ParamKind::transform, "the transform"};
    const Param count{"count", time, "in every so manieth cycle"};
    return {
        {"every",
         {"firstOf"},
         "conditions",
         "Transforms the first of every so many cycles.",
         transform,
         {count, f},
         R"(d1 $ every 4 (fast 2) $ s "bd sn hh cp")",
         {"every'", "lastOf", "whenmod"},
         first_of},
        {"every'",
         {"everyOff"},
         "conditions",
         "As `every`, in a cycle of choice.",
         transform,
         {count, {"offset", time, "which one of them, 0 the first"}, f},
         R"(d1 $ every' 4 3 (fast 2) $ s "bd sn hh cp")",
         {"every", "lastOf"},
         every_with_offset},
        {"lastOf",
         {},
         "conditions",
         "Transforms the last of every so many cycles.",
         transform,
         {count, f},
         R"(d1 $ lastOf 4 rev $ s "bd sn hh cp")",
         {"every"},
         last_of},
        {"foldEvery",
         {},
         "conditions",
         "Several `every` with one transform.",
         transform,
         {{"counts", ParamKind::list, "the numbers of cycles, as `[3, 4]`"}, f},
         R"(d1 $ foldEvery [3, 4, 5] (fast 2) $ s "bd sn hh cp")",
         {"every"},
         fold_every},
        {"whenmod",
         {},
         "conditions",
         "Transforms the later ones of every so many cycles.",
         transform,
         {{"period", time, "how many cycles are counted"}, {"from", time, "the first of them that is transformed"}, f},
         R"(d1 $ whenmod 4 2 rev $ s "bd sn hh cp")",
         {"every"},
         when_mod},
        {"ifp",
         {},
         "conditions",
         "One transform in even cycles, another one in odd cycles.",
         transform,
         {{"even", ParamKind::transform, "for cycles 0, 2, 4"}, {"odd", ParamKind::transform, "for cycles 1, 3, 5"}},
         R"(d1 $ ifp rev (fast 2) $ s "bd sn hh cp")",
         {"every", "when"},
         if_even},
    };
}

std::vector<Word> truth_conditions() {
    const Param truths{"when", ParamKind::boolean, "a pattern of truths, as \"t f\""};
    return {
        {"when",
         {"while"},
         "conditions",
         "Transforms while a pattern of truths is true.",
         transform,
         {truths, {"f", ParamKind::transform, "the transform"}},
         R"(d1 $ when "<t f> t" (fast 2) $ s "bd sn hh cp")",
         {"every", "sew", "mask"},
         [](Args a, const Pattern& p) { return sew(a[0].pattern(), a[1].transform()(p), p); }},
        {"sew",
         {},
         "conditions",
         "Switches between two patterns, each with its own rhythm.",
         transform,
         {truths, {"yes", ParamKind::pattern, "is heard where it is true; the target where it is false"}},
         R"(d1 $ sew "t f" (s "bd*4") (s "cp*8"))",
         {"stitch", "when"},
         [](Args a, const Pattern& p) { return sew(a[0].pattern(), a[1].pattern(), p); }},
        {"stitch",
         {},
         "conditions",
         "Switches between two patterns, with the rhythm of the truths.",
         transform,
         {truths, {"yes", ParamKind::pattern, "is heard where it is true; the target where it is false"}},
         R"(d1 $ stitch "t [f t] f t" (s "bd") (s "cp"))",
         {"sew", "struct"},
         [](Args a, const Pattern& p) { return stitch(a[0].pattern(), a[1].pattern(), p); }},
        {"bypass",
         {},
         "conditions",
         "Silences a pattern while a pattern of truths is true.",
         transform,
         {truths},
         R"(d1 $ bypass "<f t>" $ s "bd sn hh cp")",
         {"mask"},
         bypass},
    };
}

std::vector<Word> part_conditions() {
    const Param begin{"begin", time, "where the part begins, 0 to 1"};
    const Param end{"end", time, "where the part ends, 0 to 1"};
    const Param f{"f", ParamKind::transform, "the transform"};
    const Param parts{"parts", number, "into how many parts the cycle is divided; negative goes backwards"};
    return {
        {"within",
         {"withinArc"},
         "conditions",
         "Transforms only a part of each cycle.",
         transform,
         {begin, end, f},
         R"(d1 $ within 0 0.5 (fast 2) $ s "bd sn hh cp")",
         {"within'", "chunk"},
         within},
        {"within'",
         {"withinSqueeze"},
         "conditions",
         "As `within`; the transform sees the part as a whole cycle.",
         transform,
         {begin, end, f},
         R"(d1 $ within' 0 0.5 (fast 2) $ s "bd sn hh cp")",
         {"within"},
         within_squeezed},
        {"revArc",
         {},
         "conditions",
         "Reverses a part of each cycle.",
         transform,
         {begin, end},
         R"(d1 $ revArc 0 0.5 $ s "bd sn hh cp")",
         {"rev", "within"},
         reverse_span},
        {"chunk",
         {"slowChunk", "slowchunk"},
         "conditions",
         "Transforms one part, in each cycle the next one.",
         transform,
         {parts, f},
         R"(d1 $ chunk 4 (hurry 2) $ s "bd sn hh cp")",
         {"chunkBack", "fastChunk", "within"},
         [](Args a, const Pattern& p) { return chunk(a, p, false); }},
        {"chunkBack",
         {"chunk'", "chunkback"},
         "conditions",
         "Transforms one part, in each cycle the one before.",
         transform,
         {parts, f},
         R"(d1 $ chunkBack 4 (hurry 2) $ s "bd sn hh cp")",
         {"chunk"},
         [](Args a, const Pattern& p) { return chunk(a, p, true); }},
        {"fastChunk",
         {"fastchunk"},
         "conditions",
         "As `chunk`, while the cycles of the pattern go on.",
         transform,
         {{"parts", number, "into how many parts the cycle is divided"}, f},
         R"(d1 $ fastChunk 4 (hurry 2) $ s "<bd lt> sn hh cp")",
         {"chunk"},
         fast_chunk},
    };
}

}  // namespace

std::vector<Word> conditions_words() {
    std::vector<Word> rows;
    for (auto part : {cycle_conditions(), truth_conditions(), part_conditions()}) {
        rows.insert(rows.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
    }
    return rows;
}

}  // namespace phonon::pattern
