// Words that change when things happen: speed, shift and order.
#include "pattern/combine.hpp"
#include "pattern/operators.hpp"
#include "pattern/word.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

Pattern fast_by(const Pattern& factor, const Pattern& p) {
    return patternify_time(factor, [p](Time by) { return fast(p, by); });
}

Pattern slow_by(const Pattern& factor, const Pattern& p) {
    return patternify_time(factor, [p](Time by) { return slow(p, by); });
}

Pattern hurry(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p](const Value& by) {
        static const ControlName speed("speed");
        return apply_op(Op::mul, Structure::in, fast(p, time_of(by)), pure(Value::control(speed, by)));
    });
}

Pattern iterate(const Pattern& p, Time count, bool backwards) {
    const std::int64_t n = count.floor().num();
    std::vector<Pattern> turned;
    for (std::int64_t i = 0; i < n && i < 65536; ++i) {
        const Time shift(i, n);
        turned.push_back(backwards ? late(p, shift) : early(p, shift));
    }
    return slowcat(std::move(turned));
}

// The events that begin in the second half of each of `parts` equal pieces of the cycle, `amount` of a piece later.
Pattern swing_by(const Pattern& p, const Pattern& amount, Time parts) {
    return inside(p, parts, [&](const Pattern& piece) {
        const auto second_half = [](const Event& e) { return e.whole_or_part().begin.fract() >= Time(1, 2); };
        const Pattern delayed = patternify_time(amount, [piece](Time by) { return late(piece, by); });
        return stack({filter_events(delayed, second_half),
                      filter_events(piece, [second_half](const Event& e) { return !second_half(e); })});
    });
}

Pattern press_by(const Pattern& p, Time shift) {
    return squeeze_bind(p, [shift](const Value& v) { return compress(pure(v), shift, Time(1)); });
}

Pattern ply(const Pattern& p, Time count) {
    return squeeze_bind(p, [count](const Value& v) { return fast(pure(v), count); })
        .with_steps(p.steps() ? std::optional(*p.steps() * count) : std::nullopt);
}

Pattern brak(const Pattern& p) {
    const Pattern broken = late(fastcat({p, silence()}), Time(1, 4));
    return per_cycle([p, broken](Time cycle) { return cycle.num() % 2 == 0 ? p : broken; }, p.steps());
}

constexpr auto transform = WordKind::transform;
constexpr auto time = ParamKind::time;

std::vector<Word> speed_words() {
    return {
        {"fast",
         {"density"},
         "time",
         "Speeds a pattern up.",
         transform,
         {{"factor", time, "how many times faster; negative also reverses, 0 is silence"}},
         R"(d1 $ fast "2 4" $ s "bd sn")",
         {"slow", "hurry", "fastGap"},
         [](Args a, const Pattern& p) { return fast_by(a[0].pattern(), p); }},
        {"slow",
         {"sparsity"},
         "time",
         "Slows a pattern down.",
         transform,
         {{"factor", time, "over how many cycles one cycle is stretched"}},
         R"(d1 $ slow 2 $ s "bd sn hh cp")",
         {"fast"},
         [](Args a, const Pattern& p) { return slow_by(a[0].pattern(), p); }},
        {"hurry",
         {},
         "time",
         "Speeds a pattern up and its samples with it.",
         transform,
         {{"factor", time, "how many times faster; the control `speed` is multiplied by it"}},
         R"(d1 $ every 2 (hurry 2) $ s "bd sn:2 ~ cp")",
         {"fast"},
         hurry},
        {"fastGap",
         {"densityGap", "fastgap"},
         "time",
         "Squeezes each cycle into its first part; the rest is silent.",
         transform,
         {{"factor", time, "how many times faster; below 1 counts as 1"}},
         R"(d1 $ fastGap 2 $ s "bd sn hh cp")",
         {"fast", "compress"},
         by_time<fast_gap>},
        {"inside",
         {},
         "time",
         "Applies a transform as if the cycle were some times longer.",
         transform,
         {{"factor", time, "how many cycles the transform sees as one"}, {"f", ParamKind::transform, "the transform"}},
         R"(d1 $ inside 2 rev $ s "bd sn hh cp")",
         {"outside"},
         [](Args a, const Pattern& p) {
             return patternify_time(a[0].pattern(), [p, f = a[1].transform()](Time n) { return inside(p, n, f); });
         }},
        {"outside",
         {},
         "time",
         "Applies a transform to several cycles as if they were one.",
         transform,
         {{"cycles", time, "how many cycles the transform sees as one"}, {"f", ParamKind::transform, "the transform"}},
         R"(d1 $ outside 4 rev $ s "<bd sn hh cp>")",
         {"inside"},
         [](Args a, const Pattern& p) {
             return patternify_time(a[0].pattern(),
                                    [p, f = a[1].transform()](Time n) { return inside(p, Time(1) / n, f); });
         }},
        {"ply",
         {},
         "time",
         "Repeats each event inside its own time.",
         transform,
         {{"count", time, "how many times each event is heard"}},
         R"(d1 $ ply "2 3" $ s "bd sn")",
         {"stutter", "segment"},
         by_time<ply>},
        {"segment",
         {"seg", "discretise"},
         "time",
         "Samples a pattern at equal steps, so that it makes events.",
         transform,
         {{"count", time, "how many events a cycle"}},
         R"(d1 $ n (segment 8 (range 0 12 saw)) # s "supersaw")",
         {"ply"},
         by_time<segment>},
    };
}

std::vector<Word> shift_words() {
    return {
        {"early",
         {"rotL"},
         "time",
         "Shifts a pattern to earlier times.",
         transform,
         {{"cycles", time, "how far, in cycles"}},
         R"(d1 $ early 0.25 $ s "bd sn hh cp")",
         {"late"},
         by_time<early>},
        {"late",
         {"rotR"},
         "time",
         "Shifts a pattern to later times.",
         transform,
         {{"cycles", time, "how far, in cycles"}},
         R"(d1 $ stack [s "bd*4", late 0.125 (s "hh*4")])",
         {"early"},
         by_time<late>},
        {"rev",
         {},
         "time",
         "Plays each cycle backwards.",
         transform,
         {},
         R"(d1 $ every 2 rev $ note "c e g b" # s "supersaw")",
         {"palindrome"},
         [](Args, const Pattern& p) { return rev(p); }},
        {"palindrome",
         {},
         "time",
         "Plays each cycle forwards, then backwards.",
         transform,
         {},
         R"(d1 $ palindrome $ note "c e g b" # s "supersaw")",
         {"rev"},
         [](Args, const Pattern& p) {
             return slowcat({p, rev(p)});
         }},
        {"iter",
         {},
         "time",
         "Begins each cycle one step later than the last.",
         transform,
         {{"steps", time, "into how many steps the cycle is divided"}},
         R"(d1 $ iter 4 $ s "bd sn hh cp")",
         {"iterBack"},
         [](Args a, const Pattern& p) {
             return patternify_time(a[0].pattern(), [p](Time n) { return iterate(p, n, false); });
         }},
        {"iterBack",
         {"iter'", "iterback"},
         "time",
         "Begins each cycle one step earlier than the last.",
         transform,
         {{"steps", time, "into how many steps the cycle is divided"}},
         R"(d1 $ iterBack 4 $ s "bd sn hh cp")",
         {"iter"},
         [](Args a, const Pattern& p) {
             return patternify_time(a[0].pattern(), [p](Time n) { return iterate(p, n, true); });
         }},
        {"swingBy",
         {},
         "time",
         "Delays the second half of each part of the cycle.",
         transform,
         {{"amount", time, "the delay, as a share of one part"},
          {"parts", time, "into how many parts the cycle is divided"}},
         R"(d1 $ swingBy (1/3) 4 $ s "hh*8")",
         {"swing"},
         [](Args a, const Pattern& p) {
             return patternify_time(a[1].pattern(),
                                    [p, amount = a[0].pattern()](Time parts) { return swing_by(p, amount, parts); });
         }},
        {"swing",
         {},
         "time",
         "Delays every second step by a third, as `swingBy (1/3)`.",
         transform,
         {{"parts", time, "into how many parts the cycle is divided"}},
         R"(d1 $ swing 4 $ s "hh*8")",
         {"swingBy"},
         [](Args a, const Pattern& p) {
             return patternify_time(a[0].pattern(), [p](Time parts) { return swing_by(p, pure(1.0 / 3.0), parts); });
         }},
        {"press",
         {},
         "time",
         "Moves every event to the second half of its time.",
         transform,
         {},
         R"(d1 $ stack [s "hh*4", press (s "bd*4")])",
         {"pressBy"},
         [](Args, const Pattern& p) { return press_by(p, Time(1, 2)); }},
        {"pressBy",
         {},
         "time",
         "Moves every event later inside its own time.",
         transform,
         {{"shift", time, "how far, as a share of the event; 0 leaves it as it is"}},
         R"(d1 $ pressBy "<0 0.5 0.25>" $ s "bd sn hh cp")",
         {"press"},
         by_time<press_by>},
        {"brak",
         {},
         "time",
         "Makes every second cycle a break: squeezed to its half and a quarter late.",
         transform,
         {},
         R"(d1 $ brak $ s "bd sn hh cp")",
         {},
         [](Args, const Pattern& p) { return brak(p); }},
    };
}

}  // namespace

std::vector<Word> time_words() {
    std::vector<Word> rows;
    for (auto part : {speed_words(), shift_words()}) {
        rows.insert(rows.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
    }
    return rows;
}

}  // namespace phonon::pattern
