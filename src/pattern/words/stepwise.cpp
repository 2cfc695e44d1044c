// Stepwise words: they see a cycle as a number of steps, and make cycles of more, fewer or longer ones.
//
// Patterned arguments are joined step by step (Tidal 1.10 and Strudel, `stepJoin`): each cycle is the sequence of the
// patterns that the values of that cycle make, each as long as its own steps.
#include <algorithm>
#include <numeric>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/word.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr int most_parts = 65536;

// A silence that takes up steps.
Pattern rest(Time steps) { return silence().with_steps(steps); }

// One after the other, as long as their steps; patterns of unknown steps count as one.
Pattern step_sequence(const std::vector<Pattern>& patterns) {
    std::vector<Weighted> parts;
    for (const auto& p : patterns) parts.push_back({p.steps().value_or(Time(1)), p});
    return timecat(std::move(parts));
}

// The sequence that one cycle of `argument` makes.
Pattern cycle_sequence(const Pattern& argument, const MakePattern& make, Time cycle, const QueryContext& context) {
    Events values;
    argument.query({cycle, cycle + Time(1)}, context, values);
    std::vector<Time> borders{cycle, cycle + Time(1)};
    for (const auto& e : values) {
        borders.push_back(e.part.begin);
        borders.push_back(e.part.end);
    }
    std::sort(borders.begin(), borders.end());
    borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
    struct Slice {
        Time length;
        Pattern pattern;
        bool made;
    };
    std::vector<Slice> slices;
    for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
        const TimeSpan span{borders[i], borders[i + 1]};
        std::vector<Pattern> layers;
        for (const auto& e : values) {
            if (intersect(e.part, span)) layers.push_back(make(e.value));
        }
        slices.push_back({span.duration(), stack(layers), !layers.empty()});
    }
    // Rests, and patterns of unknown steps, take the share of the cycle that they have in the argument.
    Time known_length(0);
    Time known_steps(0);
    for (const auto& slice : slices) {
        if (!slice.made || !slice.pattern.steps()) continue;
        known_length += slice.length;
        known_steps += *slice.pattern.steps();
    }
    const Time a_cycle = known_length > Time(0) ? known_steps / known_length : Time(1);
    std::vector<Weighted> parts;
    for (const auto& slice : slices) {
        const bool known = slice.made && slice.pattern.steps();
        parts.push_back({known ? *slice.pattern.steps() : slice.length * a_cycle, slice.pattern});
    }
    return timecat(std::move(parts));
}

Pattern step_join(const Pattern& argument, const MakePattern& make) {
    if (const Value* constant = argument.pure_value()) return make(*constant);
    const auto steps = cycle_sequence(argument, make, Time(0), QueryContext{}).steps();
    return make_pattern(
        [argument, make](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                cycle_sequence(argument, make, cycle, context).query(piece, context, out);
            });
        },
        steps);
}

// The `apply` of a word whose one argument is a number of steps.
template <Pattern (*F)(const Pattern&, Time)>
Pattern by_steps(Args a, const Pattern& p) {
    return step_join(a[0].pattern(), [p](const Value& v) { return F(p, time_of(v)); });
}

// The first steps; the last ones where `count` is negative.
Pattern take(const Pattern& p, Time count) {
    if (!p.steps() || *p.steps() <= Time(0) || count == Time(0)) return rest(Time(0));
    const Time part = count.abs() / *p.steps();
    if (!part.valid()) return rest(Time(0));
    if (part >= Time(1)) return p;
    return count < Time(0) ? zoom(p, Time(1) - part, Time(1)) : zoom(p, Time(0), part);
}

// Leaves out the last steps; the first ones where `count` is negative (as Tidal's stepdrop).
Pattern drop(const Pattern& p, Time count) {
    if (!p.steps()) return rest(Time(0));
    const Time left = *p.steps() - count.abs();
    if (left <= Time(0)) return rest(Time(0));
    return take(p, count < Time(0) ? -left : left);
}

Pattern expand(const Pattern& p, Time factor) {
    return p.with_steps(p.steps() ? std::optional(*p.steps() * factor) : std::nullopt);
}

Pattern contract(const Pattern& p, Time factor) { return expand(p, Time(1) / factor); }

Pattern extend(const Pattern& p, Time factor) { return expand(fast(p, factor), factor); }

Pattern replicate(const Pattern& p, Time count) {
    const std::int64_t times = count.floor().num();
    if (times < 1) return rest(Time(0));
    const Pattern repeated = make_pattern(
        [p, times](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                late(p, cycle - (cycle / Time(times)).floor()).query(piece, context, out);
            });
        },
        p.steps());
    return extend(repeated, Time(times));
}

Pattern pace(const Pattern& p, Time steps) {
    if (!p.steps() || *p.steps() <= Time(0)) return p;
    return fast(p, steps / *p.steps()).with_steps(steps);
}

// The pattern, then without its first `amount` steps, and so on until nothing is left; negative: without its last.
std::vector<Pattern> shrunk(const Pattern& p, Time amount) {
    if (!p.steps() || amount == Time(0) || *p.steps() <= Time(0)) return {p};
    const Time part = amount.abs() / *p.steps();
    std::vector<Pattern> parts;
    for (Time gone(0); gone < Time(1) && parts.size() < most_parts; gone += part) {
        if (gone == Time(0)) {
            parts.push_back(p);
        } else {
            parts.push_back(amount > Time(0) ? zoom(p, gone, Time(1)) : zoom(p, Time(0), Time(1) - gone));
        }
    }
    return parts;
}

Pattern shrink(const Pattern& p, Time amount) { return step_sequence(shrunk(p, amount)); }

Pattern grow(const Pattern& p, Time amount) {
    std::vector<Pattern> parts = shrunk(p, -amount);
    std::reverse(parts.begin(), parts.end());
    return step_sequence(parts);
}

// An item of a list: a pattern, or `[steps, pattern]`.
Pattern item_pattern(const Arg& item) {
    const auto* pair = std::get_if<ArgList>(&item.held);
    if (pair == nullptr) return item.pattern();
    if (pair->size() != 2) return rest(Time(0));
    const Value* steps = (*pair)[0].pattern().pure_value();
    return (*pair)[1].pattern().with_steps(steps ? time_of(*steps) : Time(1));
}

std::vector<Pattern> item_patterns(const Arg& list) {
    std::vector<Pattern> patterns;
    for (const auto& item : list.list()) patterns.push_back(item_pattern(item));
    return patterns;
}

std::optional<Time> steps_of_all(const std::vector<Pattern>& patterns) {
    if (patterns.empty()) return std::nullopt;
    std::optional<Time> steps = patterns.front().steps();
    for (const auto& p : patterns) steps = common_steps(steps, p.steps());
    return steps;
}

Pattern stepcat(Args a, const Pattern&) { return step_sequence(item_patterns(a[0])); }

// Items that are lists give one of their patterns in each round. As many rounds as it takes all lists to begin again
// together, for each of the items (as Tidal has it).
Pattern stepalt(Args a, const Pattern&) {
    std::vector<std::vector<Pattern>> groups;
    std::size_t rounds = 1;
    for (const auto& item : a[0].list()) {
        const bool several = std::holds_alternative<ArgList>(item.held);
        groups.push_back(several ? item_patterns(item) : std::vector<Pattern>{item.pattern()});
        if (groups.back().empty()) return silence();
        rounds = std::min<std::size_t>(std::lcm(rounds, groups.back().size()), most_parts);
    }
    rounds = std::min<std::size_t>(rounds * groups.size(), most_parts);
    std::vector<Pattern> sequence;
    for (std::size_t round = 0; round < rounds; ++round) {
        for (const auto& group : groups) sequence.push_back(group[round % group.size()]);
    }
    return step_sequence(sequence);
}

// The pattern after all others, then one place further to the front in each round, then all others alone.
Pattern tour(Args a, const Pattern& p) {
    const std::vector<Pattern> others = item_patterns(a[0]);
    std::vector<Pattern> sequence;
    for (std::size_t round = 0; round <= others.size(); ++round) {
        for (std::size_t i = 0; i < others.size(); ++i) {
            if (i == others.size() - round) sequence.push_back(p);
            sequence.push_back(others[i]);
        }
        if (round == 0) sequence.push_back(p);
    }
    return step_sequence(sequence);
}

std::vector<Pattern> of_known_steps(const Arg& list) {
    std::vector<Pattern> patterns = item_patterns(list);
    std::erase_if(patterns, [](const Pattern& p) { return !p.steps() || *p.steps() <= Time(0); });
    return patterns;
}

Pattern zip(Args a, const Pattern&) {
    const auto patterns = of_known_steps(a[0]);
    const auto steps = steps_of_all(patterns);
    if (!steps) return silence();
    std::vector<Pattern> by_step;
    for (const auto& p : patterns) by_step.push_back(slow(p, *p.steps()));
    return fast(slowcat(std::move(by_step)), *steps).with_steps(steps);
}

Pattern polymeter(Args a, const Pattern&) {
    const auto patterns = of_known_steps(a[0]);
    const auto steps = steps_of_all(patterns);
    if (!steps) return silence();
    std::vector<Pattern> layers;
    for (const auto& p : patterns) layers.push_back(pace(p, *steps));
    return stack(std::move(layers)).with_steps(steps);
}

// A stack of patterns that keep the length of their steps; `before` is the share of the missing steps that comes first.
template <int Before, int Whole>
Pattern stack_aligned(Args a, const Pattern&) {
    const auto patterns = of_known_steps(a[0]);
    Time most(0);
    for (const auto& p : patterns) most = std::max(most, *p.steps());
    std::vector<Pattern> layers;
    for (const auto& p : patterns) {
        const Time missing = most - *p.steps();
        const Time before = missing * Time(Before, Whole);
        layers.push_back(step_sequence({rest(before), p, rest(missing - before)}));
    }
    return stack(std::move(layers)).with_steps(most);
}

constexpr auto transform = WordKind::transform;
constexpr auto time = ParamKind::time;
const Param patterns{"patterns", ParamKind::list, "the patterns, as `[s \"bd sn\", s \"hh*3\"]`"};

std::vector<Word> sequence_words() {
    const auto row = [](std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
                        std::string_view example, auto apply) {
        return Word{name,    std::move(aliases), "stepwise", summary, WordKind::pattern, {patterns},
                    example, {"pace"},           apply};
    };
    return {
        row("stepcat", {"s_cat"}, "Plays patterns one after the other, all steps equally long.",
            R"(d1 $ stepcat [s "bd sn cp", s "hh hh"])", stepcat),
        row("stepalt", {"s_alt"}, "As `stepcat`, with lists inside that give one of their patterns in each round.",
            R"(d1 $ stepalt [[s "bd cp", s "mt"], s "bd"])", stepalt),
        row("zip", {"s_zip"}, "Takes one step of each pattern in turn.", R"(d1 $ zip [s "bd sn", s "hh cp oh"])", zip),
        row("polymeter", {"pm", "s_polymeter"}, "Plays patterns together, all steps equally long.",
            R"(d1 $ polymeter [s "bd sn cp", s "hh hh"])", polymeter),
        row("stackLeft", {}, "Plays patterns together with equally long steps, shorter ones at the beginning.",
            R"(d1 $ stackLeft [s "bd sn cp hh", s "oh oh"])", stack_aligned<0, 1>),
        row("stackRight", {}, "Plays patterns together with equally long steps, shorter ones at the end.",
            R"(d1 $ stackRight [s "bd sn cp hh", s "oh oh"])", stack_aligned<1, 1>),
        row("stackCentre", {"stackCenter"},
            "Plays patterns together with equally long steps, shorter ones in the middle.",
            R"(d1 $ stackCentre [s "bd sn cp hh", s "oh oh"])", stack_aligned<1, 2>),
    };
}

std::vector<Word> step_words() {
    const auto row = [](std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
                        Param param, std::string_view example, std::vector<std::string_view> see_also, auto apply) {
        return Word{name,    std::move(aliases),  "stepwise", summary, transform, {param},
                    example, std::move(see_also), apply};
    };
    return {
        row("pace", {"steps"}, "Plays so many steps a cycle.", {"steps", time, "how many steps a cycle has"},
            R"(d1 $ pace 4 $ s "bd sn cp")", {"expand", "extend"}, by_time<pace>),
        row("take", {"steptake", "s_add"}, "Keeps only some of the steps.",
            {"steps", time, "how many from the beginning; negative counts from the end"},
            R"(d1 $ take "2 3" $ s "bd sn hh cp")", {"drop"}, by_steps<take>),
        row("drop", {"stepdrop", "s_sub"}, "Leaves out some of the steps.",
            {"steps", time, "how many at the end; negative leaves them out at the beginning"},
            R"(d1 $ drop "0 1 2" $ s "bd sn hh cp")", {"take"}, by_steps<drop>),
        row("expand", {"s_expand"}, "Makes steps longer.", {"factor", time, "how many times longer"},
            R"(d1 $ pace 8 $ expand "1 2" $ s "bd sn hh cp")", {"contract", "extend"}, by_steps<expand>),
        row("contract", {"s_contract"}, "Makes steps shorter.", {"factor", time, "how many times shorter"},
            R"(d1 $ pace 8 $ contract "1 2" $ s "bd sn hh cp")", {"expand"}, by_steps<contract>),
        row("extend", {"s_extend"}, "Speeds up and makes as many steps more.", {"factor", time, "how many times"},
            R"(d1 $ stepcat [extend 2 (s "bd sn"), s "hh cp"])", {"replicate", "expand"}, by_steps<extend>),
        row("replicate", {}, "Repeats each cycle as further steps.", {"times", time, "how many times each is heard"},
            R"(d1 $ stepcat [replicate 2 (s "bd sn"), s "hh cp"])", {"extend"}, by_steps<replicate>),
        row("shrink", {"s_taper"}, "Plays the pattern again and again, each time with fewer steps.",
            {"amount", time, "how many steps fewer; above 0 they go at the beginning, below at the end"},
            R"(d1 $ shrink 1 $ s "bd sn hh cp")", {"grow"}, by_steps<shrink>),
        {"s_taperBy",
         {"shrinkBy"},
         "stepwise",
         "As `shrink`, so many times.",
         transform,
         {{"amount", time, "how many steps fewer each time"}, {"times", ParamKind::constant, "how many times"}},
         R"(d1 $ s_taperBy 1 2 $ s "bd sn hh cp")",
         {"shrink"},
         [](Args a, const Pattern& p) {
             return step_join(a[0].pattern(), [p, times = a[1].constant()](const Value& v) {
                 auto parts = shrunk(p, time_of(v));
                 if (times < static_cast<double>(parts.size()))
                     parts.resize(times > 0 ? static_cast<std::size_t>(times) : 0);
                 return step_sequence(parts);
             });
         }},
        row("grow", {}, "Plays the pattern again and again, each time with more steps.",
            {"amount", time, "how many steps more; above 0 from the first step on, below from the last"},
            R"(d1 $ grow 1 $ s "bd sn hh cp")", {"shrink"}, by_steps<grow>),
        {"tour",
         {"s_tour"},
         "stepwise",
         "Inserts the pattern into a list of patterns, one place nearer to the front each time.",
         transform,
         {patterns},
         R"(d1 $ s "bd bd" $ tour [s "hh hh", s "sn", s "cp*3"])",
         {"stepcat", "zip"},
         tour},
    };
}

}  // namespace

std::vector<Word> stepwise_words() {
    std::vector<Word> rows = sequence_words();
    for (auto& row : step_words()) rows.push_back(std::move(row));
    return rows;
}

}  // namespace phonon::pattern
