// Words that apply a transform several times, apply one of several, or apply it to events that match.
#include <algorithm>

#include "pattern/operators.hpp"
#include "pattern/random.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;
constexpr int most_turns = 256;

// p, f p, f (f p), ...
std::vector<Pattern> iterates(const Pattern& p, const Transform& f, int count) {
    std::vector<Pattern> made;
    for (int i = 0; i < count; ++i) made.push_back(i == 0 ? p : f(made.back()));
    return made;
}

Pattern apply_times(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p, f = a[1].transform()](double count) {
        return iterates(p, f, bounded_count(count, most_turns) + 1).back();
    });
}

Pattern soak(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p, f = a[1].transform()](double count) {
        return slowcat(iterates(p, f, bounded_count(count, most_turns)));
    });
}

// The numbers in a value alone: words would be put together by a sum.
Value numbers_of(const Value& v) {
    if (!v.is_controls()) return v;
    ControlMap map = v.as_controls();
    std::erase_if(map, [](const auto& entry) { return !entry.second.is_number(); });
    return Value::controls(std::move(map));
}

// p, p + f p, p + f p + f (f p), ...
Pattern snowball(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p, f = a[1].transform()](double count) {
        auto turns = iterates(p, f, bounded_count(count, most_turns));
        for (std::size_t i = 1; i < turns.size(); ++i) {
            turns[i] = apply_op(Op::add, Structure::mix, turns[i - 1], with_value(turns[i], numbers_of));
        }
        return slowcat(std::move(turns));
    });
}

// Every event and its transformed copies, each as long as the others, in the time of the event.
Pattern ply_with(Args a, const Pattern& p, bool growing) {
    return patternify_number(a[0].pattern(), [p, f = a[1].transform(), growing](double count) {
        const int n = bounded_count(count, most_turns);
        return squeeze_bind(p, [f, n, growing](const Value& v) {
            auto copies = iterates(pure(v), f, growing ? n : std::min(n, 2));
            while (!copies.empty() && static_cast<int>(copies.size()) < n) copies.push_back(copies.back());
            return fastcat(std::move(copies));
        });
    });
}

// The word `name` with one argument, on `p`; a transform in place of the argument is applied itself.
Pattern apply_named(std::string_view name, const Arg& argument, const Pattern& p) {
    if (const auto* f = std::get_if<Transform>(&argument.held); f != nullptr && name == "$") return (*f)(p);
    const Word* word = find_word(name);
    if (word == nullptr || word->params.size() != 1) return p;
    const Arg args[] = {argument};
    const bool takes_transform = word->params[0].kind == ParamKind::transform;
    if (takes_transform != std::holds_alternative<Transform>(argument.held)) return p;
    if (word->kind == WordKind::control) return apply_op(Op::set, Structure::in, p, word->apply(args, p));
    return word->kind == WordKind::transform ? word->apply(args, p) : p;
}

std::string name_in(const Arg& arg) {
    const Value* name = pattern_in(arg).pure_value();
    return name ? std::string(name->as_text()) : std::string();
}

std::vector<Pattern> spread_out(Args a, const Pattern& p) {
    std::vector<Pattern> results;
    for (const auto& item : items_of(a[1])) results.push_back(apply_named(name_in(a[0]), item, p));
    return results;
}

Pattern spread_randomly(Args a, const Pattern& p) {
    const auto results = spread_out(a, p);
    if (results.empty()) return silence();
    return bind(Join::mix, segment(irand(static_cast<double>(results.size())), Time(1)), [results](const Value& v) {
        return results[static_cast<std::size_t>(std::max(0.0, v.number_or(0.0)))];
    });
}

Pattern spread_by_pattern(Args a, const Pattern& p) {
    return bind(Join::mix, a[1].pattern(),
                [name = name_in(a[0]), p](const Value& v) { return apply_named(name, Arg{pure(v)}, p); });
}

// Whether `controls` has every control of `wanted` with an equal value; a number equals a note name of its pitch.
bool matches(const Value& controls, const Value& wanted) {
    const auto& names = wanted.as_controls();
    return std::all_of(names.begin(), names.end(), [&controls](const auto& entry) {
        const Value* found = controls.find(entry.first);
        if (found == nullptr) return false;
        if (*found == entry.second) return true;
        const auto x = number_in(*found), y = number_in(entry.second);
        return x && y && *x == *y;
    });
}

Pattern contrast(const Transform& yes, const Transform& no, const Pattern& wanted, const Pattern& p) {
    const auto side = [&wanted, &p](bool matching) {
        return make_pattern(
            [wanted, p, matching](const TimeSpan& span, const QueryContext& context, Events& out) {
                const std::size_t from = out.size();
                p.query(span, context, out);
                retain_since(out, from, [&](const Event& e) {
                    const Time at = e.whole_or_part().begin;
                    Events now;
                    wanted.query({at, at}, context, now);
                    return matching == std::any_of(now.begin(), now.end(),
                                                   [&e](const Event& w) { return matches(e.value, w.value); });
                });
            },
            p.steps());
    };
    return stack({yes(side(true)), no(side(false))});
}

Pattern unchanged(const Pattern& p) { return p; }

}  // namespace

std::vector<Word> functions_words() {
    const Param f{"f", ParamKind::transform, "the transform"};
    const Param count{"count", ParamKind::number, "how many times"};
    const Param word{"word", ParamKind::word, "a word that takes one argument before its pattern, as `fast`"};
    const Param items{"items", ParamKind::list, "the arguments, as `[1, 2]`"};
    const Param controls{"controls", ParamKind::pattern, "controls that events must have, as `(s \"sn\")`"};
    return {
        {"applyN",
         {"iterate"},
         "functions",
         "Applies a transform several times over.",
         transform,
         {count, f},
         R"(d1 $ applyN 3 (fast 2) $ s "bd sn")",
         {"soak"},
         apply_times},
        {"soak",
         {},
         "functions",
         "Applies a transform once more in every cycle, then begins again.",
         transform,
         {{"cycles", ParamKind::number, "over how many cycles"}, f},
         R"(d1 $ soak 4 (|+ n 1) $ n "0 2" # s "supersaw")",
         {"applyN", "snowball"},
         soak},
        {"snowball",
         {},
         "functions",
         "Adds the result of a transform once more in every cycle, then begins again.",
         transform,
         {{"cycles", ParamKind::number, "over how many cycles"}, f},
         R"(d1 $ snowball 4 (|+ n 1) $ n "0 2" # s "supersaw")",
         {"soak"},
         snowball},
        {"plyWith",
         {"plywith"},
         "functions",
         "Repeats each event inside its time, each time transformed once more.",
         transform,
         {count, f},
         R"(d1 $ plyWith 3 (|* gain 0.7) $ s "bd sn")",
         {"ply", "plyForEach"},
         [](Args a, const Pattern& p) { return ply_with(a, p, true); }},
        {"plyForEach",
         {"plyforeach"},
         "functions",
         "Repeats each event inside its time; the repeats are transformed.",
         transform,
         {count, f},
         R"(d1 $ plyForEach 3 (|* gain 0.7) $ s "bd sn")",
         {"plyWith"},
         [](Args a, const Pattern& p) { return ply_with(a, p, false); }},
        {"spread",
         {"slowspread"},
         "functions",
         "Applies a word with another argument in every cycle.",
         transform,
         {word, items},
         R"(d1 $ spread fast [1, 2, 1.5] $ s "bd sn hh cp")",
         {"fastspread", "spreadr"},
         [](Args a, const Pattern& p) { return slowcat(spread_out(a, p)); }},
        {"fastspread",
         {},
         "functions",
         "Applies a word with several arguments, all in one cycle.",
         transform,
         {word, items},
         R"(d1 $ fastspread fast [1, 2] $ s "bd sn hh cp")",
         {"spread"},
         [](Args a, const Pattern& p) { return fastcat(spread_out(a, p)); }},
        {"spreadr",
         {"spreadChoose"},
         "functions",
         "Applies a word with a random one of several arguments in each cycle.",
         transform,
         {word, items},
         R"(d1 $ spreadr fast [1, 2, 1.5] $ s "bd sn hh cp")",
         {"spread"},
         spread_randomly},
        {"spread'",
         {},
         "functions",
         "Applies a word with the values of a pattern as its argument.",
         transform,
         {word, {"values", ParamKind::number, "the arguments; their events cut the result"}},
         R"(d1 $ spread' fast "1 2" $ s "bd sn hh cp")",
         {"spread"},
         spread_by_pattern},
        {"fix",
         {},
         "functions",
         "Transforms the events that have some controls.",
         transform,
         {f, controls},
         R"(d1 $ fix (# speed 2) (s "sn") $ s "bd sn hh")",
         {"unfix", "contrast"},
         [](Args a, const Pattern& p) { return contrast(a[0].transform(), unchanged, a[1].pattern(), p); }},
        {"unfix",
         {},
         "functions",
         "Transforms the events that do not have some controls.",
         transform,
         {f, controls},
         R"(d1 $ unfix (# speed 2) (s "sn") $ s "bd sn hh")",
         {"fix", "contrast"},
         [](Args a, const Pattern& p) { return contrast(unchanged, a[0].transform(), a[1].pattern(), p); }},
        {"contrast",
         {},
         "functions",
         "One transform for events that have some controls, another one for all others.",
         transform,
         {{"f", ParamKind::transform, "for the events that have them"},
          {"g", ParamKind::transform, "for the others"},
          controls},
         R"(d1 $ contrast (# speed 2) (# gain 0.7) (s "sn") $ s "bd sn hh")",
         {"fix"},
         [](Args a, const Pattern& p) { return contrast(a[0].transform(), a[1].transform(), a[2].pattern(), p); }},
    };
}

}  // namespace phonon::pattern
