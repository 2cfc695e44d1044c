// Stepwise words that change every so many steps or cycles.
#include <algorithm>

#include "pattern/notes.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;

// Every n-th cycle from the i-th on, without gaps.
Pattern nth_cycles(const Pattern& p, std::int64_t i, std::int64_t n) {
    return make_pattern(
        [p, i, n](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                late(p, cycle - (cycle * Time(n) + Time(i))).query(piece, context, out);
            });
        },
        p.steps());
}

Pattern joined(const std::vector<Pattern>& patterns) {
    std::vector<Weighted> parts;
    for (const auto& p : patterns) parts.push_back({p.steps().value_or(Time(1)), p});
    return timecat(std::move(parts));
}

// `n` cycles (or steps) one after the other in one cycle, the first or the last of them changed.
template <bool Last, bool Steps>
Pattern in_turn(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p, f = a[1].transform()](double count) {
        const int n = bounded_count(count, 4096);
        if (n <= 1) return p;
        const Time steps = Steps ? p.steps().value_or(Time(1)) : Time(1);
        if (steps <= Time(0)) return p;
        const Pattern source = Steps ? slow(p, steps).with_steps(Time(1)) : p;
        std::vector<Pattern> turns;
        for (int i = 0; i < n; ++i) {
            const Pattern turn = nth_cycles(source, i, n);
            turns.push_back(i == (Last ? n - 1 : 0) ? f(turn) : turn);
        }
        const Pattern all = joined(turns);
        return Steps ? fast(all, steps / Time(n)) : all;
    });
}

// The truths at the pace of the steps.
Pattern while_steps(Args a, const Pattern& p) {
    if (!p.steps() || *p.steps() <= Time(0)) return p;
    Pattern truths = a[0].pattern();
    if (truths.steps() && *truths.steps() > Time(0)) truths = fast(truths, *p.steps() / *truths.steps());
    const Arg args[] = {{truths}, a[1]};
    return find_word("when")->apply(args, p);
}

Pattern set_steps(Args a, const Pattern& p) { return p.with_steps(Time::from_double(a[0].constant())); }

}  // namespace

std::vector<Word> steps_in_turn_words() {
    const Param count{"count", ParamKind::number, "how many"};
    const Param f{"f", ParamKind::transform, "the transform"};
    const auto row = [](std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
                        std::vector<Param> params, std::string_view example, Pattern (*apply)(Args, const Pattern&)) {
        return Word{name,    std::move(aliases), "steps_in_turn",
                    summary, transform,          std::move(params),
                    example, {"every", "pace"},  apply};
    };
    return {
        row("s_nth", {}, "Plays steps in groups and changes the last one of each group.", {count, f},
            R"(d1 $ s_nth 4 (# speed 2) $ s "bd sn hh cp")", in_turn<true, true>),
        row("s_nth'", {"s_every"}, "Plays steps in groups and changes the first one of each group.", {count, f},
            R"(d1 $ s_nth' 4 (# speed 2) $ s "bd sn hh cp")", in_turn<false, true>),
        row("s_nthcycle", {}, "Plays several cycles in one and changes the last of them.", {count, f},
            R"(d1 $ s_nthcycle 4 (# speed 2) $ s "bd <sn cp>")", in_turn<true, false>),
        row("s_nthcycle'", {"s_everycycle"}, "Plays several cycles in one and changes the first of them.", {count, f},
            R"(d1 $ s_nthcycle' 4 (# speed 2) $ s "bd <sn cp>")", in_turn<false, false>),
        row("s_while", {}, "Applies a transform where truths, one a step, hold.",
            {{"truths", ParamKind::boolean, "as \"1 0 0\""}, f},
            R"(d1 $ s_while "1 0 0" (# speed 2) $ s "bd sn hh cp")", while_steps),
        row("setSteps", {}, "Says how many steps a cycle has, without changing what is heard.",
            {{"steps", ParamKind::constant, "how many steps"}}, R"(d1 $ stepcat [setSteps 3 (s "bd sn"), s "hh cp"])",
            set_steps),
    };
}

}  // namespace phonon::pattern
