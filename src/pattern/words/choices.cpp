// Words that choose between patterns, or between the parts of one, by chance.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "pattern/random.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto number = ParamKind::number;

// 0 ... 1 as an index of `count` things; beyond that it wraps around.
std::size_t index_of(double share, std::size_t count) {
    const double at = std::floor(share * static_cast<double>(count));
    const double n = static_cast<double>(count);
    return static_cast<std::size_t>(std::fmin(std::fmax(at - std::floor(at / n) * n, 0.0), n - 1.0));
}

Pattern chosen(Join how, const Pattern& by, std::vector<Pattern> items) {
    if (items.empty()) return silence();
    return bind(how, by,
                [items = std::move(items)](const Value& v) { return items[index_of(number_of(v), items.size())]; });
}

// Tidal's choice of cycles: one whole number a cycle shifts a slow concatenation, and the two are mixed.
Pattern rand_cat(std::vector<Pattern> items) {
    if (items.empty()) return silence();
    const double count = static_cast<double>(items.size());
    return bind(Join::mix, segment(irand(count), Time(1)),
                [all = slowcat(std::move(items))](const Value& v) { return early(all, time_of(v)); });
}

// `share` (0 ... 1) together with the weights at its time, as one list value.
Pattern with_weights(const Pattern& share, const ArgList& pairs) {
    Pattern all = with_value(share, [](const Value& v) { return Value::list({v}); });
    for (const auto& pair : pairs) {
        all = app_left(all, field(pair, 1), [](const Value& list, const Value& weight) {
            std::vector<Value> longer = list.as_list();
            longer.push_back(weight);
            return Value::list(std::move(longer));
        });
    }
    return all;
}

Pattern weighted(Join how, const Pattern& share, const ArgList& pairs) {
    std::vector<Pattern> items;
    for (const auto& pair : pairs) items.push_back(field(pair, 0));
    if (items.empty()) return silence();
    return bind(how, with_weights(share, pairs), [items = std::move(items)](const Value& v) {
        const auto& list = v.as_list();
        double total = 0;
        for (std::size_t i = 1; i < list.size(); ++i) total += number_of(list[i]);
        const double at = number_of(list[0]) * total;
        double sum = 0;
        for (std::size_t i = 0; i < items.size(); ++i) {
            sum += number_of(list[i + 1]);
            if (sum > at) return items[i];
        }
        return silence();
    });
}

// 0 ... n-1 once a cycle in a random order: sorted by the random numbers that begin at the cycle.
Pattern rand_run(double count) {
    const int n = bounded_count(std::floor(count), 4096);
    if (n == 0) return silence();
    return make_pattern(
        [n](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                const auto keys = rands_at(cycle, n, context.seed);
                std::vector<int> order(static_cast<std::size_t>(n));
                std::iota(order.begin(), order.end(), 0);
                std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
                    return keys[static_cast<std::size_t>(a)] < keys[static_cast<std::size_t>(b)];
                });
                for (int i = 0; i < n; ++i) {
                    const TimeSpan whole{cycle + Time(i, n), cycle + Time(i + 1, n)};
                    const auto part = intersect(piece, whole);
                    if (!part) continue;
                    if (!context.spend()) return;
                    out.push_back({whole, *part, static_cast<double>(order[static_cast<std::size_t>(i)])});
                }
            });
        },
        Time(n));
}

// The n parts of each cycle in the order that `indices` gives.
Pattern rearranged(const Pattern& p, const Pattern& indices, int n) {
    return inner_bind(indices, [p, n](const Value& v) {
        const int i = static_cast<int>(number_of(v));
        return fast(repeat_cycles(zoom(p, Time(i, n), Time(i + 1, n)), Time(n)), Time(n)).with_steps(std::nullopt);
    });
}

Pattern shuffle(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p](double count) {
        const int n = bounded_count(std::floor(count), 4096);
        return n == 0 ? silence() : rearranged(p, rand_run(n), n);
    });
}

Pattern scramble(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p](double count) {
        const int n = bounded_count(std::floor(count), 4096);
        return n == 0 ? silence() : rearranged(p, segment(irand(n), Time(n)), n);
    });
}

}  // namespace

std::vector<Word> choices_words() {
    constexpr auto pattern = WordKind::pattern;
    constexpr auto transform = WordKind::transform;
    const Param items{"items", ParamKind::list, "what is chosen from, as `[\"a\", \"b\"]`"};
    const Param pairs{"pairs", ParamKind::list,
                      "pairs of what is chosen and its weight, as `[[\"a\", 3], [\"b\", 1]]`"};
    const Param by{"by", number, "chooses: 0 is the first, just below 1 the last"};
    const Param parts{"parts", number, "into how many parts the cycle is divided"};
    return {
        {"choose",
         {"chooseOut"},
         "choices",
         "Chooses by chance at every time.",
         pattern,
         {items},
         R"(d1 $ s "bd*8" # n (choose [0, 2, 7]))",
         {"chooseBy", "wchoose", "randcat"},
         [](Args a, const Pattern&) { return chosen(Join::outer, rand_pattern(), patterns_in(a[0])); },
         nullptr,
         true},
        {"chooseBy",
         {"chooseWith"},
         "choices",
         "Chooses by a pattern of numbers from 0 to 1.",
         pattern,
         {by, items},
         R"(d1 $ s "bd*8" # n (chooseBy saw [0, 2, 7]))",
         {"choose", "select"},
         [](Args a, const Pattern&) { return chosen(Join::outer, a[0].pattern(), patterns_in(a[1])); }},
        {"chooseInWith",
         {},
         "choices",
         "As `chooseBy`, keeping the structure of what is chosen.",
         pattern,
         {by, items},
         R"(d1 $ s (chooseInWith "0 0.6" ["bd*2", "sn hh"]))",
         {"chooseBy"},
         [](Args a, const Pattern&) { return chosen(Join::inner, a[0].pattern(), patterns_in(a[1])); }},
        {"chooseIn",
         {},
         "choices",
         "Chooses by chance once a cycle, keeping the structure of what is chosen.",
         pattern,
         {items},
         R"(d1 $ s (chooseIn ["bd*2", "sn hh"]))",
         {"choose", "chooseInWith", "randcat"},
         // Strudel asks `rand` for whatever fragment is queried; a number a cycle does not depend on the question.
         [](Args a, const Pattern&) {
             return chosen(Join::inner, segment(rand_pattern(), Time(1)), patterns_in(a[0]));
         }},
        {"choose2",
         {},
         "choices",
         "As `chooseBy`, by numbers from -1 to 1.",
         pattern,
         {{"by", number, "chooses: -1 is the first, just below 1 the last"}, items},
         R"(d1 $ s "bd*8" # n (choose2 sine2 [0, 2, 7]))",
         {"chooseBy"},
         [](Args a, const Pattern&) {
             const Pattern share =
                 with_value(a[0].pattern(), [](const Value& v) { return Value((number_of(v) + 1) / 2); });
             return chosen(Join::outer, share, patterns_in(a[1]));
         }},
        {"cycleChoose",
         {},
         "choices",
         "Chooses by chance once a cycle.",
         pattern,
         {items},
         R"(d1 $ s "bd*8" # n (cycleChoose [0, 2, 7]))",
         {"choose"},
         [](Args a, const Pattern&) {
             return segment(chosen(Join::outer, rand_pattern(), patterns_in(a[0])), Time(1));
         }},
        {"wchoose",
         {},
         "choices",
         "Chooses by chance at every time, some things more often than others.",
         pattern,
         {pairs},
         R"(d1 $ s "bd*8" # n (wchoose [[0, 5], [2, 1], [7, 1]]))",
         {"choose", "wchooseBy"},
         [](Args a, const Pattern&) { return weighted(Join::outer, rand_pattern(), items_of(a[0])); },
         nullptr,
         true},
        {"wchooseBy",
         {},
         "choices",
         "As `wchoose`, by a pattern of numbers from 0 to 1.",
         pattern,
         {by, pairs},
         R"(d1 $ s "bd*8" # n (wchooseBy saw [[0, 5], [2, 1], [7, 1]]))",
         {"wchoose"},
         [](Args a, const Pattern&) { return weighted(Join::outer, a[0].pattern(), items_of(a[1])); }},
        {"randcat",
         {"chooseCycles"},
         "choices",
         "Plays a random one of several patterns in each cycle.",
         pattern,
         {items},
         R"(d1 $ randcat [s "bd*2", s "sn hh", s "cp"])",
         {"cat", "wrandcat"},
         [](Args a, const Pattern&) { return rand_cat(patterns_in(a[0])); }},
        {"wrandcat",
         {"wchooseCycles"},
         "choices",
         "Plays a random one of several patterns, some more often.",
         pattern,
         {pairs},
         R"(d1 $ wrandcat [[s "bd*2", 3], [s "sn hh", 1]])",
         {"randcat"},
         [](Args a, const Pattern&) { return weighted(Join::mix, segment(rand_pattern(), Time(1)), items_of(a[0])); }},
        {"randrun",
         {},
         "choices",
         "Counts from 0 in a random order, another one in each cycle.",
         pattern,
         {{"count", number, "how many numbers there are"}},
         R"(d1 $ n (randrun 8) # s "supersaw")",
         {"run", "shuffle"},
         [](Args a, const Pattern&) { return patternify_number(a[0].pattern(), rand_run); }},
        {"shuffle",
         {},
         "choices",
         "Plays the parts of each cycle in a random order, each of them once.",
         transform,
         {parts},
         R"(d1 $ shuffle 4 $ s "bd sn hh cp")",
         {"scramble", "randrun"},
         shuffle},
        {"scramble",
         {},
         "choices",
         "Fills each cycle with random parts of it; some may come twice.",
         transform,
         {parts},
         R"(d1 $ scramble 4 $ s "bd sn hh cp")",
         {"shuffle"},
         scramble},
    };
}

}  // namespace phonon::pattern
