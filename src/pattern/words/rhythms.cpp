// Euclidean rhythms and what lies between them and even ones.
#include <algorithm>
#include <cmath>
#include <string>

#include "pattern/euclid.hpp"
#include "pattern/refused.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto number = ParamKind::number;
constexpr auto transform = WordKind::transform;

int whole_number(const Value& v) { return static_cast<int>(std::fmax(-1e6, std::fmin(std::floor(number_of(v)), 1e6))); }

// f(onsets, steps) for two patterned arguments.
Pattern by_steps(Args a, std::function<Pattern(int k, int n)> f) {
    return patternify2(a[0].pattern(), a[1].pattern(), [f = std::move(f)](const Value& k, const Value& n) {
        const int onsets = whole_number(k), steps = whole_number(n);
        return too_many_steps(onsets, steps) ? too_many_events() : f(onsets, steps);
    });
}

Pattern inverted(const Pattern& p, int k, int n) {
    std::vector<Pattern> steps;
    for (const bool onset : bjorklund(k, n)) steps.push_back(onset ? silence() : p);
    return fastcat(std::move(steps));
}

Pattern turned(const Pattern& p, const Pattern& rotation, int n) {
    if (n < 1) return silence();
    return patternify_time(rotation, [p, n](Time steps) { return early(p, steps / Time(n)); });
}

Pattern full(Args a, const Pattern& gaps) {
    return by_steps(a, [onsets = a[2].pattern(), gaps](int k, int n) {
        return stack({euclid(onsets, k, n), inverted(gaps, k, n)});
    });
}

Pattern full_turned(Args a, const Pattern& gaps) {
    return by_steps(a, [turns = a[2].pattern(), onsets = a[3].pattern(), gaps](int k, int n) {
        return turned(stack({euclid(onsets, k, n), inverted(gaps, k, n)}), turns, n);
    });
}

// The truths of a rhythm, as they are on its onsets and swapped elsewhere.
Pattern turned_truths(Args a, const Pattern& p) {
    return by_steps(a, [turns = a[2].pattern(), p](int k, int n) {
        std::vector<Pattern> steps;
        for (const bool onset : bjorklund(k, n)) steps.push_back(pure(Value::boolean(onset)));
        const Pattern same = app_both(fastcat(std::move(steps)), p, [](const Value& onset, const Value& v) {
            return Value::boolean(onset.truthy() == v.truthy());
        });
        return turned(same, turns, n);
    });
}

Pattern with_structure(const Pattern& p, const Pattern& structure) {
    const Pattern open = filter_values(structure, [](const Value& v) { return v.truthy(); });
    return app_left(open, p, [](const Value&, const Value& v) { return v; });
}

// Each onset lasts until the next one.
Pattern held(const Pattern& p, int k, int n) {
    if (k < 1) return silence();
    std::vector<Weighted> parts;
    for (const bool onset : bjorklund(k, n)) {
        if (onset) {
            parts.push_back({Time(1), pure(Value::boolean(true))});
        } else if (!parts.empty()) {
            parts.back().weight += Time(1);
        }
    }
    return parts.empty() ? silence() : with_structure(p, timecat(std::move(parts)));
}

Pattern held_turned(Args a, const Pattern& p) {
    return by_steps(a, [turns = a[2].pattern(), p](int k, int n) {
        if (n < 1) return silence();
        return patternify_time(turns, [whole = held(p, k, n), n](Time steps) { return late(whole, steps / Time(n)); });
    });
}

// Onsets on their way from one rhythm to another; each lasts one step of the first.
Pattern between(const std::vector<bool>& from, const std::vector<bool>& to, Time by) {
    const auto places = [](const std::vector<bool>& rhythm) {
        std::vector<Time> onsets;
        const auto count = static_cast<std::int64_t>(rhythm.size());
        for (std::int64_t i = 0; i < count; ++i) {
            if (rhythm[static_cast<std::size_t>(i)]) onsets.push_back(Time(i, count));
        }
        return onsets;
    };
    const auto starts = places(from), ends = places(to);
    std::vector<TimeSpan> wholes;
    for (std::size_t i = 0; i < std::min(starts.size(), ends.size()); ++i) {
        const Time begin = starts[i] + by * (ends[i] - starts[i]);
        wholes.push_back({begin, begin + Time(1, static_cast<std::int64_t>(from.size()))});
    }
    return make_pattern([wholes](const TimeSpan& span, const QueryContext& context, Events& out) {
        for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
            for (const TimeSpan& in_cycle : wholes) {
                const TimeSpan whole{cycle + in_cycle.begin, cycle + in_cycle.end};
                const auto part = intersect(piece, whole);
                if (!part) continue;
                if (!context.spend()) return;
                out.push_back({whole, *part, Value::boolean(true)});
            }
        });
    });
}

Pattern euclidish(Args a, const Pattern& p) {
    return by_steps(a, [groove = a[2].pattern(), p](int k, int n) {
        if (k < 1 || n < 1) return silence();
        return patternify_time(groove, [p, k, n](Time by) {
            const std::vector<bool> even(static_cast<std::size_t>(std::min(k, n)), true);
            return with_structure(p, between(bjorklund(k, n), even, by));
        });
    });
}

// A rhythm from a list of truths, or from a word such as "1:0:1".
std::vector<bool> truths_in(const Arg& arg) {
    std::vector<bool> truths;
    for (const auto& item : patterns_in(arg)) {
        const Value* value = item.pure_value();
        if (value == nullptr) continue;
        if (!value->is_text()) {
            truths.push_back(value->truthy());
            continue;
        }
        for (const char c : value->as_text()) {
            if (c != ':') truths.push_back(c != '0' && c != 'f' && c != '~');
        }
    }
    return truths;
}

Pattern morph(Args a, const Pattern&) {
    const auto from = truths_in(a[0]), to = truths_in(a[1]);
    if (from.empty() || to.empty()) return silence();
    return patternify_time(a[2].pattern(), [from, to](Time by) { return between(from, to, by); });
}

// Nested Euclidean rhythms: each layer chooses among the onsets of the next (Tidal's `distrib`).
Pattern distribute(Args a, const Pattern& p) {
    std::vector<int> counts;
    for (const auto& item : patterns_in(a[0])) counts.push_back(static_cast<int>(constant_time(item).floor().num()));
    if (counts.empty() || counts.back() < 1) return silence();
    std::vector<bool> rhythm(static_cast<std::size_t>(std::min(counts.back(), most_euclid_steps)), true);
    for (std::size_t i = counts.size() - 1; i-- > 0;) {
        const auto layer = bjorklund(counts[i], counts[i + 1]);
        std::size_t next = 0;
        for (std::size_t step = 0; step < rhythm.size(); ++step) {
            if (rhythm[step]) rhythm[step] = next < layer.size() && layer[next++];
        }
    }
    std::vector<Pattern> steps;
    for (const bool onset : rhythm) steps.push_back(onset ? pure(Value::boolean(true)) : silence());
    return app_both(fastcat(std::move(steps)), p, [](const Value&, const Value& v) { return v; });
}

}  // namespace

std::vector<Word> rhythms_words() {
    const Param onsets{"onsets", number, "how many onsets; negative inverts the rhythm"};
    const Param steps{"steps", number, "over how many steps they are spread"};
    const Param rotation{"rotation", number, "by how many steps the rhythm is turned to the left"};
    return {
        {"euclid",
         {"bjork"},
         "rhythms",
         "Spreads onsets over steps as evenly as can be.",
         transform,
         {onsets, steps},
         R"(d1 $ euclid 3 8 $ s "bd")",
         {"euclidOff", "euclidInv", "struct"},
         [](Args a, const Pattern& p) { return euclid(p, a[0].pattern(), a[1].pattern(), pure(0)); }},
        {"euclidOff",
         {"eoff", "euclidRot", "euclidrot"},
         "rhythms",
         "As `euclid`, turned by some steps.",
         transform,
         {onsets, steps, rotation},
         R"(d1 $ euclidOff 3 8 2 $ s "bd")",
         {"euclid"},
         [](Args a, const Pattern& p) {
             return by_steps(a,
                             [turns = a[2].pattern(), p](int k, int n) { return turned(euclid(p, k, n), turns, n); });
         }},
        {"euclidInv",
         {"einv"},
         "rhythms",
         "Plays where `euclid` has gaps.",
         transform,
         {onsets, steps},
         R"(d1 $ euclidInv 3 8 $ s "hh")",
         {"euclid", "euclidFull"},
         [](Args a, const Pattern& p) { return by_steps(a, [p](int k, int n) { return inverted(p, k, n); }); }},
        {"euclidFull",
         {"efull"},
         "rhythms",
         "One pattern on the onsets, another one in the gaps.",
         transform,
         {onsets, steps, {"onset", ParamKind::pattern, "is heard on the onsets; the target in the gaps"}},
         R"(d1 $ euclidFull 3 8 (s "bd") (s "hh"))",
         {"euclidInv"},
         full},
        {"euclidOffFull",
         {"eoffull"},
         "rhythms",
         "As `euclidFull`, turned by some steps.",
         transform,
         {onsets, steps, rotation, {"onset", ParamKind::pattern, "is heard on the onsets; the target in the gaps"}},
         R"(d1 $ euclidOffFull 3 8 2 (s "bd") (s "hh"))",
         {"euclidFull"},
         full_turned},
        {"euclidOffBool",
         {"eoffbool"},
         "rhythms",
         "Truths that are kept on the onsets and swapped in the gaps.",
         transform,
         {onsets, steps, rotation},
         R"(d1 $ struct (euclidOffBool 3 8 2 "t") $ s "bd")",
         {"euclidOff"},
         turned_truths},
        {"euclidLegato",
         {},
         "rhythms",
         "As `euclid`, each onset held until the next one.",
         transform,
         {onsets, steps},
         R"(d1 $ euclidLegato 3 8 $ note "c" # s "supersaw")",
         {"euclid", "euclidLegatoRot"},
         [](Args a, const Pattern& p) { return by_steps(a, [p](int k, int n) { return held(p, k, n); }); }},
        {"euclidLegatoRot",
         {},
         "rhythms",
         "As `euclidLegato`, some steps later.",
         transform,
         {onsets, steps, {"rotation", number, "by how many steps it is later"}},
         R"(d1 $ euclidLegatoRot 3 8 2 $ note "c" # s "supersaw")",
         {"euclidLegato"},
         held_turned},
        {"euclidish",
         {"eish"},
         "rhythms",
         "Between a Euclidean rhythm and an even one.",
         transform,
         {onsets, steps, {"groove", number, "0 is Euclidean, 1 is even"}},
         R"(d1 $ euclidish 3 8 0.5 $ s "bd")",
         {"euclid", "morph"},
         euclidish},
        {"morph",
         {},
         "rhythms",
         "A rhythm on its way from one to another.",
         WordKind::pattern,
         {{"from", ParamKind::list, "truths, as `[1, 0, 1, 0]`"},
          {"to", ParamKind::list, "truths, with as many true ones"},
          {"by", number, "0 is the first, 1 the second"}},
         R"(d1 $ struct (morph [1, 0, 1, 0, 1, 0, 1, 0] [1, 1, 0, 1, 0, 1, 0] 0.25) $ s "hh")",
         {"euclidish"},
         morph},
        {"distrib",
         {},
         "rhythms",
         "Euclidean rhythms inside each other.",
         transform,
         {{"counts", ParamKind::list, "onsets of the onsets of the steps, as `[3, 5, 8]`"}},
         R"(d1 $ distrib [3, 5, 8] $ s "bd")",
         {"euclid"},
         distribute},
    };
}

}  // namespace phonon::pattern
