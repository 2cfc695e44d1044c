// Patterns from lists of values, runs of numbers, and what chains of chance make of them.
#include <algorithm>
#include <cmath>

#include "pattern/operators.hpp"
#include "pattern/random.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto pattern = WordKind::pattern;
constexpr int most_items = 65536;

Pattern one_cycle(const std::vector<double>& numbers) {
    std::vector<Pattern> items;
    for (const double x : numbers) items.push_back(pure(x));
    return fastcat(std::move(items));
}

// a, a + step ... up to b; from b down to a where a is above b, as Tidal has it.
Pattern numbers_between(double from, double step, double to) {
    if (step == 0 || !std::isfinite(from) || !std::isfinite(step) || !std::isfinite(to)) return silence();
    const int count = std::min(static_cast<int>(std::min((to - from) / step + 1e-9, 65535.0)) + 1, most_items);
    std::vector<double> numbers;
    for (int i = 0; i < count; ++i) numbers.push_back(from + step * i);
    return one_cycle(numbers);
}

Pattern from_to(Args a, const Pattern&) {
    return patternify2(a[0].pattern(), a[1].pattern(), [](const Value& from, const Value& to) {
        const double x = number_of(from), y = number_of(to);
        return numbers_between(x, x <= y ? 1.0 : -1.0, y);
    });
}

Pattern from_then_to(Args a, const Pattern&) {
    const Time from = constant_time(a[0].pattern()), then = constant_time(a[1].pattern());
    return patternify_number(a[2].pattern(), [x = from.to_double(), step = (then - from).to_double()](double to) {
        return (to - x) * step < 0 ? silence() : numbers_between(x, step, to);
    });
}

// Layer i has the controls as they are i parts of a cycle later.
Pattern stack_with(Args a, const Pattern&) {
    std::vector<Pattern> layers = patterns_in(a[1]);
    const auto count = static_cast<std::int64_t>(layers.size());
    for (std::int64_t i = 0; i < count; ++i) {
        Pattern& layer = layers[static_cast<std::size_t>(i)];
        layer = apply_op(Op::set, Structure::in, layer, early(a[0].pattern(), Time(i, count)));
    }
    return stack(std::move(layers));
}

// Each row: how likely each state follows, made to sum to one.
std::vector<std::vector<double>> chances_in(const Arg& matrix) {
    std::vector<std::vector<double>> rows;
    for (const auto& line : matrix.list()) {
        std::vector<double> row;
        double sum = 0;
        for (const auto& p : patterns_in(line)) {
            row.push_back(std::max(constant_time(p).to_double(), 0.0));
            sum += row.back();
        }
        for (double& x : row) x = sum > 0 ? x / sum : 0;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<double> markov_chain(int count, const std::vector<std::vector<double>>& chances, int state, Time begin,
                                 std::uint64_t seed) {
    const auto states = static_cast<int>(chances.size());
    std::vector<double> chain;
    if (states == 0) return chain;
    state = std::clamp(state, 0, states - 1);
    chain.push_back(state);
    while (static_cast<int>(chain.size()) < count) {
        const double r = rand_at(begin + Time(static_cast<std::int64_t>(chain.size()), count), seed);
        const auto& row = chances[static_cast<std::size_t>(state)];
        double sum = 0;
        int next = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            sum += row[i];
            next = static_cast<int>(i);
            if (r <= sum) break;
        }
        state = std::clamp(next, 0, states - 1);
        chain.push_back(state);
    }
    return chain;
}

// A chain of its own for each cycle.
Pattern markov(Args a, const Pattern&) {
    return patternify2(
        a[0].pattern(), a[1].pattern(), [chances = chances_in(a[2])](const Value& n, const Value& state) {
            const int count = bounded_count(number_of(n), 4096);
            if (count == 0 || chances.empty()) return silence();
            return make_pattern([=, first = static_cast<int>(std::clamp(number_of(state), 0.0, 65535.0))](
                                    const TimeSpan& span, const QueryContext& context, Events& out) {
                for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                    one_cycle(markov_chain(count, chances, first, cycle, context.seed)).query(piece, context, out);
                });
            });
        });
}

// The same chain in every cycle, drawn at the time `seed`.
Pattern run_markov(Args a, const Pattern&) {
    const int count = bounded_count(a[0].constant(), 4096);
    const auto chances = chances_in(a[1]);
    if (count == 0 || chances.empty()) return silence();
    const int first = static_cast<int>(std::clamp(a[2].constant(), 0.0, 65535.0));
    return one_cycle(markov_chain(count, chances, first, Time::from_double(a[3].constant()), 0));
}

// Every way to share `total` steps among `parts`, the most even ones first.
std::vector<std::vector<int>> shares_of(int parts, int total) {
    std::vector<std::vector<int>> all;
    std::vector<int> share;
    const auto add = [&](auto&& self, int left, int steps) -> void {
        if (all.size() >= 4096 || left == 0) return;
        if (left == 1) {
            share.push_back(steps);
            all.push_back(share);
            share.pop_back();
            return;
        }
        for (int first = 1; first <= steps - (left - 1); ++first) {
            share.push_back(first);
            self(self, left - 1, steps - first);
            share.pop_back();
        }
    };
    add(add, parts, total);
    const double even = static_cast<double>(total) / std::max(parts, 1);
    const auto uneven = [even](const std::vector<int>& s) {
        double sum = 0;
        for (const int x : s) sum += std::fabs(even - x);
        return sum;
    };
    std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return uneven(a) < uneven(b); });
    return all;
}

Pattern perm_step(Args a, const Pattern& p) {
    const int steps = bounded_count(a[0].constant(), 64);
    const std::vector<Pattern> items = patterns_in(a[1]);
    const auto shares = shares_of(static_cast<int>(items.size()), steps);
    if (shares.empty()) return silence();
    return bind(Join::mix, segment(p, Time(1)), [items, shares](const Value& v) {
        const double at = std::clamp(number_of(v), 0.0, 1.0) * static_cast<double>(shares.size() - 1);
        const auto& share = shares[static_cast<std::size_t>(at)];
        std::vector<Pattern> row;
        for (std::size_t i = 0; i < items.size(); ++i)
            row.insert(row.end(), static_cast<std::size_t>(share[i]), items[i]);
        return fastcat(std::move(row));
    });
}

Word list_word(std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
               std::string_view example, Pattern (*apply)(Args, const Pattern&)) {
    return {name,    std::move(aliases),
            "lists", summary,
            pattern, {{"values", ParamKind::list, "the values, as `[0, 2, 4]`; `silence` is a rest"}},
            example, {"cat", "fastcat"},
            apply};
}

Pattern a_value_a_cycle(Args a, const Pattern&) { return slowcat(patterns_in(a[0])); }
Pattern values_in_a_cycle(Args a, const Pattern&) { return fastcat(patterns_in(a[0])); }

}  // namespace

std::vector<Word> lists_words() {
    constexpr auto number = ParamKind::number;
    const Param chances{"chances", ParamKind::list,
                        "for each state a list: how likely each state follows it, as `[[1, 2], [3, 1]]`"};
    return {
        {"pure",
         {},
         "lists",
         "One value once a cycle: what a plain word or number is by itself.",
         pattern,
         {{"value", ParamKind::pattern, "the value"}},
         R"(d1 $ s (pure "bd"))",
         {"cat"},
         [](Args a, const Pattern&) { return a[0].pattern(); }},
        list_word("fromList", {"fromMaybes"}, "One value of a list in each cycle.",
                  R"(d1 $ n (fromList [0, 4, silence, 7]) # s "superpiano")", a_value_a_cycle),
        list_word("fastFromList", {"fastfromList", "listToPat", "fastFromMaybes", "fastfromMaybes"},
                  "All values of a list in one cycle.", R"(d1 $ n (fastFromList [0, 4, silence, 7]) # s "superpiano")",
                  values_in_a_cycle),
        {"fromTo",
         {"enumFromTo'"},
         "lists",
         "Whole steps from one number to another, in one cycle.",
         pattern,
         {{"from", number, "the first number"}, {"to", number, "the last number; below `from` they fall"}},
         R"(d1 $ n (fromTo 0 "<3 7>") # s "superpiano")",
         {"run", "fromThenTo"},
         from_to},
        {"fromThenTo",
         {"enumFromThenTo'"},
         "lists",
         "Steps of any size from one number to another, in one cycle.",
         pattern,
         {{"from", number, "the first number"}, {"then", number, "the second"}, {"to", number, "none goes beyond it"}},
         R"(d1 $ n (fromThenTo 0 2 8) # s "superpiano")",
         {"fromTo"},
         from_then_to},
        {"stackwith",
         {"stackWith"},
         "lists",
         "Plays patterns together and sets controls on them, on each layer a part of the cycle later.",
         pattern,
         {{"controls", ParamKind::pattern, "controls, as `pan saw`"},
          {"patterns", ParamKind::list, "the layers, as `[s \"bd sn\", s \"hh*3\"]`"}},
         R"(d1 $ stackwith (pan saw) [s "bd*4", s "hh*3", s "cp"])",
         {"stack", "weave"},
         stack_with},
        {"markovPat",
         {},
         "lists",
         "Whole numbers in a chain of chance: which one follows depends on the one before. A new chain each cycle.",
         pattern,
         {{"steps", number, "how many a cycle"}, {"first", number, "the state that each chain begins with"}, chances},
         R"(d1 $ n (markovPat 8 0 [[2, 5, 2], [0, 1, 5], [3, 1, 0]]) # s "superpiano")",
         {"runMarkov"},
         markov},
        {"runMarkov",
         {},
         "lists",
         "One chain of chance, the same in every cycle.",
         pattern,
         {{"steps", ParamKind::constant, "how many numbers"},
          chances,
          {"first", ParamKind::constant, "the state that the chain begins with"},
          {"seed", ParamKind::constant, "another number gives another chain", "0"}},
         R"(d1 $ n (runMarkov 8 [[2, 5, 2], [0, 1, 5], [3, 1, 0]] 0 3) # s "superpiano")",
         {"markovPat"},
         run_markov},
        {"permstep",
         {},
         "lists",
         "Shares the steps of a cycle among values in one of all possible ways, chosen by 0 (most even) to 1.",
         WordKind::transform,
         {{"steps", ParamKind::constant, "how many steps a cycle has"},
          {"values", ParamKind::list, "what is shared out, as `[\"a\", \"b\"]`"}},
         R"(d1 $ n (permstep 8 [0, 4, 7] "<0 0.5 1>") # s "superpiano")",
         {"randrun"},
         perm_step},
    };
}

}  // namespace phonon::pattern
