// Words that move the values of a cycle among its events, or the events of a chord apart, and that look at the time
// line as a whole.
#include <algorithm>
#include <cmath>

#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"
#include "pattern/words/whole_cycles.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;

// Joins fragments of one event, in the order of time.
Events whole_events(Events events) {
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        if (a.part.begin != b.part.begin) return a.part.begin < b.part.begin;
        return a.part.end < b.part.end;
    });
    Events joined;
    for (auto& e : events) {
        const auto before = std::find_if(joined.begin(), joined.end(), [&e](const Event& o) {
            return o.whole && o.whole == e.whole && o.part.end == e.part.begin && o.value == e.value;
        });
        if (before == joined.end()) {
            joined.push_back(std::move(e));
        } else {
            before->part.end = e.part.end;
        }
    }
    return joined;
}

// Values move by `by` places to the left, around the cycle; the rhythm stays.
Pattern rotated(const Pattern& p, std::int64_t by) {
    return make_pattern(
        [p, by](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                Events found;
                p.query({cycle, cycle + Time(1)}, context, found);
                const Events events = whole_events(std::move(found));
                const auto n = static_cast<std::int64_t>(events.size());
                for (std::int64_t i = 0; i < n; ++i) {
                    const Event& e = events[static_cast<std::size_t>(i)];
                    const auto part = intersect(e.part, piece);
                    if (!part) continue;
                    const auto from = static_cast<std::size_t>((((i + by) % n) + n) % n);
                    out.push_back({e.whole, *part, events[from].value});
                }
            });
        },
        p.steps());
}

Pattern rotate(Args a, const Pattern& p) {
    return patternify_time(a[0].pattern(), [p](Time by) { return rotated(p, by.floor().num()); });
}

// The notes of a chord begin one after the other within a share of their time, and end together.
Pattern rolled(const Pattern& p, Time share) {
    if (share == Time(0)) return p;
    return by_whole_cycles(p, [share](Events&& events, const QueryContext& context, Events& out) {
        if (share < Time(0)) std::reverse(events.begin(), events.end());
        for (std::size_t i = 0; i < events.size();) {
            std::size_t end = i + 1;
            while (end < events.size() && events[end].whole == events[i].whole) ++end;
            const auto count = static_cast<std::int64_t>(end - i);
            for (std::int64_t note = 0; i < end; ++i, ++note) {
                Event& e = events[i];
                if (!e.whole) continue;
                const Time step = e.whole->duration() * share.abs() / Time(count);
                const TimeSpan whole{e.whole->begin + step * Time(note), e.whole->end};
                const auto part = intersect(e.part, whole);
                if (part && context.usable(whole)) out.push_back({whole, *part, std::move(e.value)});
            }
        }
    });
}

// An event that begins while another one sounds waits for its end; what is covered is not heard.
Pattern one_at_a_time(const Pattern& p) {
    return by_whole_cycles(p, [](Events&& events, const QueryContext&, Events& out) {
        std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
            const TimeSpan &x = a.whole_or_part(), &y = b.whole_or_part();
            return x.begin != y.begin ? x.begin < y.begin : x.end < y.end;
        });
        std::optional<Time> busy;
        for (auto& e : events) {
            if (!e.whole) continue;
            TimeSpan whole = *e.whole;
            if (busy && whole.begin < *busy) {
                if (whole.end <= *busy) continue;
                whole.begin = *busy;
            }
            busy = whole.end;
            const auto part = intersect(e.part, whole);
            if (part) out.push_back({whole, *part, std::move(e.value)});
        }
    });
}

// Each cycle up to the end of its last event, stretched over the whole cycle.
Pattern stretched(const Pattern& p) {
    return make_pattern([p](const TimeSpan& span, const QueryContext& context, Events& out) {
        for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
            Events events;
            p.query({cycle, cycle + Time(1)}, context, events);
            Time end = cycle;
            for (const Event& e : events) end = std::max(end, e.whole_or_part().end);
            if (end > cycle) zoom(p, Time(0), end - cycle).query(piece, context, out);
        });
    });
}

// The whole time line backwards: cycle 0 is cycle -1 reversed.
Pattern reversed_line(const Pattern& p) {
    return make_pattern(
        [p](const TimeSpan& span, const QueryContext& context, Events& out) {
            const auto mirrored = [](const TimeSpan& s) { return TimeSpan{Time(0) - s.end, Time(0) - s.begin}; };
            const std::size_t from = out.size();
            p.query(mirrored(span), context, out);
            for (std::size_t i = from; i < out.size(); ++i) {
                out[i].part = mirrored(out[i].part);
                if (out[i].whole) out[i].whole = mirrored(*out[i].whole);
            }
        },
        p.steps());
}

Pattern play_for(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p](const Value& from, const Value& to) {
        const TimeSpan heard{time_of(from), time_of(to)};
        return make_pattern([p, heard](const TimeSpan& span, const QueryContext& context, Events& out) {
            if (const auto part = intersect(span, heard)) p.query(*part, context, out);
        });
    });
}

// Values that are in the table become what stands beside them; events with others are dropped.
Pattern swapped(Args a, const Pattern& p) {
    std::vector<std::pair<Value, Value>> table;
    for (const auto& pair : items_of(a[0])) {
        const Pattern from = field(pair, 0), to = field(pair, 1);
        if (from.pure_value() && to.pure_value()) table.emplace_back(*from.pure_value(), *to.pure_value());
    }
    const auto find = [table = std::move(table)](const Value& v) -> const Value* {
        const auto at = std::find_if(table.begin(), table.end(), [&v](const auto& entry) { return entry.first == v; });
        return at == table.end() ? nullptr : &at->second;
    };
    return with_value(filter_values(p, [find](const Value& v) { return find(v) != nullptr; }),
                      [find](const Value& v) { return *find(v); });
}

}  // namespace

std::vector<Word> order_words() {
    constexpr auto time = ParamKind::time;
    return {
        {"rot",
         {},
         "order",
         "Moves the values to earlier events; the rhythm stays.",
         transform,
         {{"places", time, "by how many events; negative moves them to later ones"}},
         R"(d1 $ rot 1 $ s "bd ~ sn hh")",
         {"early", "iter"},
         rotate},
        {"rolledBy",
         {"rolledWith"},
         "order",
         "Lets the notes of a chord begin one after the other.",
         transform,
         {{"share", time, "in which share of their time they begin; negative begins with the last"}},
         R"(d1 $ rolledBy 0.5 $ note "[c,e,g]" # s "supersaw")",
         {"rolled"},
         by_time<rolled>},
        {"rolled",
         {},
         "order",
         "As `rolledBy 0.25`.",
         transform,
         {},
         R"(d1 $ rolled $ note "[c,e,g]" # s "supersaw")",
         {"rolledBy"},
         [](Args, const Pattern& p) { return rolled(p, Time(1, 4)); }},
        {"mono",
         {},
         "order",
         "Plays one event at a time; one that comes too early waits.",
         transform,
         {},
         R"(d1 $ mono $ note "c@3 e, ~ g" # s "supersaw")",
         {"legato"},
         [](Args, const Pattern& p) { return one_at_a_time(p); }},
        {"stretch",
         {},
         "order",
         "Stretches each cycle so that its last event ends with it.",
         transform,
         {},
         R"(d1 $ stretch $ s "bd [~ sn] ~ ~")",
         {"fast"},
         [](Args, const Pattern& p) { return stretched(p); }},
        {"revv",
         {},
         "order",
         "Plays the whole time line backwards, not cycle by cycle.",
         transform,
         {},
         R"(d1 $ revv $ s "<[bd sn] [hh cp]>")",
         {"rev"},
         [](Args, const Pattern& p) { return reversed_line(p); }},
        {"playFor",
         {},
         "order",
         "Plays a pattern only between two times.",
         transform,
         {{"from", time, "the cycle where it begins"}, {"to", time, "the cycle where it ends"}},
         R"(d1 $ playFor 2 6 $ s "bd sn")",
         {"seqP", "fadeOut"},
         play_for},
        {"swap",
         {},
         "order",
         "Replaces values by others; events with any other value are dropped.",
         transform,
         {{"pairs", ParamKind::list, "pairs of a value and what it becomes, as `[[0, 3], [1, 7]]`"}},
         R"(d1 $ note (swap [[0, 3], [1, 7]] "0 1 0 [1 1]") # s "supersaw")",
         {"squeeze"},
         swapped},
    };
}

}  // namespace phonon::pattern
