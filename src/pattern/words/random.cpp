// Words that drop events, or apply a transform, by chance. A chance is a function of time (pattern/random.hpp), so
// every choice can be asked again.
#include "pattern/random.hpp"

#include <cmath>

#include "pattern/notes.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;
constexpr auto number = ParamKind::number;

// Keeps what degrade_by with the same amount drops.
Pattern undegrade_by(const Pattern& p, double amount) {
    if (p.is_silence()) return p;
    return make_pattern(
        [p, amount](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            retain_since(out, from, [&](const Event& e) {
                return !e.is_apart() && rand_at(e.whole_or_part().begin, context.seed) < amount;
            });
        },
        p.steps());
}

Pattern degrade_word(const Pattern& amount, const Pattern& p) {
    return patternify_number(amount, [p](double x) { return degrade_by(p, x); });
}

Pattern undegrade_word(const Pattern& amount, const Pattern& p) {
    return patternify_number(amount, [p](double x) { return undegrade_by(p, x); });
}

// The same choices for several cycles. Unlike degradeBy, an event whose number equals the amount is dropped (Tidal).
Pattern degrade_over_by(Args a, const Pattern& p) {
    const Pattern amounts = a[1].pattern();
    return patternify_time(a[0].pattern(), [p, amounts](Time cycles) {
        if (!(cycles >= Time(1))) return silence();
        return bind(Join::mix, slow(amounts, cycles), [p, cycles](const Value& amount) {
            return make_pattern(
                [p, cycles, x = number_of(amount)](const TimeSpan& span, const QueryContext& context, Events& out) {
                    const std::size_t from = out.size();
                    p.query(span, context, out);
                    retain_since(out, from, [&](const Event& e) {
                        const Time at = e.whole_or_part().begin;
                        const Time choice = (at.floor() / cycles.floor()).floor() + at.fract();
                        return rand_at(choice, context.seed) > x;
                    });
                });
        });
    });
}

// Events that are not dropped, together with the transformed others.
Pattern sometimes_by(const Pattern& chance, const Transform& f, const Pattern& p) {
    return patternify_number(chance, [p, f](double x) { return stack({degrade_by(p, x), f(undegrade_by(p, x))}); });
}

// As above, but the transform sees everything and its result is thinned out.
Pattern sometimes_by_after(const Pattern& chance, const Transform& f, const Pattern& p) {
    return patternify_number(chance, [p, f](double x) { return stack({degrade_by(p, x), undegrade_by(f(p), x)}); });
}

Pattern some_cycles_by(const Pattern& chance, const Transform& f, const Pattern& p) {
    return patternify_number(chance, [p, changed = f(p)](double x) {
        return make_pattern(
            [p, changed, x](const TimeSpan& span, const QueryContext& context, Events& out) {
                for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                    (rand_at(cycle, context.seed) < x ? changed : p).query(piece, context, out);
                });
            },
            p.steps());
    });
}

// Drops more and more, or less and less; the amount is read once a cycle, so that it does not depend on who asks.
Pattern fade(const Pattern& p, Time from, Time cycles, bool in) {
    if (!(cycles > Time(0))) return in ? p : silence();
    return per_cycle(
        [p, from, cycles, in](Time cycle) {
            const double gone = std::fmin(std::fmax(((cycle - from) / cycles).to_double(), 0.0), 1.0);
            return degrade_by(p, in ? 1.0 - gone : gone);
        },
        p.steps());
}

template <bool In>
Pattern fade_from_start(Args a, const Pattern& p) {
    return patternify_time(a[0].pattern(), [p](Time cycles) { return fade(p, Time(0), cycles, In); });
}

template <bool In>
Pattern fade_from(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p](const Value& from, const Value& cycles) {
        return fade(p, time_of(from), time_of(cycles), In);
    });
}

Pattern with_seed(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p](double seed) {
        // The stream repeats after 300 cycles, so no more of a huge seed is needed.
        const double rest = std::isfinite(seed) ? std::fmod(seed, 300.0) : 0.0;
        const auto shift = static_cast<std::uint64_t>(static_cast<std::int64_t>(rest));
        return make_pattern(
            [p, shift](const TimeSpan& span, const QueryContext& context, Events& out) {
                QueryContext other = context;
                other.seed = context.seed + shift;
                p.query(span, other, out);
                context.budget = other.budget;
                context.visits = other.visits;
                context.exhausted = other.exhausted;
                context.overflowed = other.overflowed;
                context.read_where_asked = other.read_where_asked;
            },
            p.steps());
    });
}

std::vector<Word> dropping() {
    const Param amount{"amount", number, "the share of events that is dropped, 0 to 1"};
    return {
        {"degradeBy",
         {},
         "random",
         "Drops events by chance.",
         transform,
         {amount},
         R"(d1 $ degradeBy 0.4 $ s "hh*16")",
         {"degrade", "unDegradeBy", "sometimesBy"},
         [](Args a, const Pattern& p) { return degrade_word(a[0].pattern(), p); }},
        {"degrade",
         {},
         "random",
         "Drops about half of the events.",
         transform,
         {},
         R"(d1 $ degrade $ s "hh*16")",
         {"degradeBy"},
         [](Args, const Pattern& p) { return degrade_by(p, 0.5); }},
        {"unDegradeBy",
         {"undegradeBy"},
         "random",
         "Keeps the events that `degradeBy` with the same amount drops.",
         transform,
         {{"amount", number, "the share of events that is kept, 0 to 1"}},
         R"(d1 $ stack [degradeBy 0.5 (s "hh*16"), unDegradeBy 0.5 (s "cp*16")])",
         {"degradeBy"},
         [](Args a, const Pattern& p) { return undegrade_word(a[0].pattern(), p); }},
        {"undegrade",
         {},
         "random",
         "Keeps the events that `degrade` drops.",
         transform,
         {},
         R"(d1 $ undegrade $ s "hh*16")",
         {"unDegradeBy"},
         [](Args, const Pattern& p) { return undegrade_by(p, 0.5); }},
        {"degradeOverBy",
         {},
         "random",
         "Drops events by chance, the same ones for several cycles.",
         transform,
         {{"cycles", ParamKind::time, "for how many cycles the choices stay"}, amount},
         R"(d1 $ degradeOverBy 4 0.5 $ s "hh*16")",
         {"degradeBy"},
         degrade_over_by},
        {"fadeOut",
         {},
         "random",
         "Drops more and more events until none is left.",
         transform,
         {{"cycles", ParamKind::time, "how long it takes"}},
         R"(d1 $ fadeOut 8 $ s "hh*16")",
         {"fadeIn", "fadeOutFrom"},
         fade_from_start<false>},
        {"fadeOutFrom",
         {},
         "random",
         "Drops more and more events from some cycle on.",
         transform,
         {{"from", ParamKind::time, "the cycle where it begins"}, {"cycles", ParamKind::time, "how long it takes"}},
         R"(d1 $ fadeOutFrom 4 8 $ s "hh*16")",
         {"fadeOut"},
         fade_from<false>},
        {"fadeIn",
         {},
         "random",
         "Begins with no events and lets in more and more.",
         transform,
         {{"cycles", ParamKind::time, "how long it takes"}},
         R"(d1 $ fadeIn 8 $ s "hh*16")",
         {"fadeOut"},
         fade_from_start<true>},
        {"fadeInFrom",
         {},
         "random",
         "Lets in more and more events from some cycle on.",
         transform,
         {{"from", ParamKind::time, "the cycle where it begins"}, {"cycles", ParamKind::time, "how long it takes"}},
         R"(d1 $ fadeInFrom 4 8 $ s "hh*16")",
         {"fadeIn"},
         fade_from<true>},
        {"seed",
         {"withSeed"},
         "random",
         "Moves the random choices inside a pattern along the random stream, by as many cycles.",
         transform,
         {{"number", number, "a whole number; 0 changes nothing"}},
         R"(d1 $ seed 5 $ degrade $ s "hh*16")",
         {"degradeBy"},
         with_seed},
    };
}

struct Often {
    std::string_view name;
    std::string_view name_after;
    std::string_view summary;
    std::string_view summary_after;
    std::string_view example;
    std::string_view example_after;
    double chance;
};

constexpr Often how_often[] = {
    {"sometimes", "sometimes'", "Transforms about half of the events.", "As `sometimes`, choosing after the transform.",
     R"(d1 $ sometimes (# speed 2) $ s "hh*8")", R"(d1 $ sometimes' (# speed 2) $ s "hh*8")", 0.5},
    {"often", "often'", "Transforms about three quarters of the events.", "As `often`, choosing after the transform.",
     R"(d1 $ often (# speed 2) $ s "hh*8")", R"(d1 $ often' (# speed 2) $ s "hh*8")", 0.75},
    {"rarely", "rarely'", "Transforms about a quarter of the events.", "As `rarely`, choosing after the transform.",
     R"(d1 $ rarely (# speed 2) $ s "hh*8")", R"(d1 $ rarely' (# speed 2) $ s "hh*8")", 0.25},
    {"almostNever", "almostNever'", "Transforms about a tenth of the events.",
     "As `almostNever`, choosing after the transform.", R"(d1 $ almostNever (# speed 2) $ s "hh*8")",
     R"(d1 $ almostNever' (# speed 2) $ s "hh*8")", 0.1},
    {"almostAlways", "almostAlways'", "Transforms about nine tenths of the events.",
     "As `almostAlways`, choosing after the transform.", R"(d1 $ almostAlways (# speed 2) $ s "hh*8")",
     R"(d1 $ almostAlways' (# speed 2) $ s "hh*8")", 0.9},
};

std::vector<Word> sometimes_words() {
    const Param f{"f", ParamKind::transform, "the transform of the chosen events"};
    const Param chance{"chance", number, "the share that is transformed, 0 to 1"};
    std::vector<Word> rows = {
        {"sometimesBy",
         {},
         "random",
         "Transforms events by chance.",
         transform,
         {chance, f},
         R"(d1 $ sometimesBy 0.3 (# speed 2) $ s "hh*8")",
         {"sometimes", "someCyclesBy"},
         [](Args a, const Pattern& p) { return sometimes_by(a[0].pattern(), a[1].transform(), p); }},
        {"sometimesBy'",
         {"sometimesByPost"},
         "random",
         "Transforms everything and then chooses by chance.",
         transform,
         {chance, f},
         R"(d1 $ sometimesBy' 0.3 rev $ s "bd sn hh cp")",
         {"sometimesBy"},
         [](Args a, const Pattern& p) { return sometimes_by_after(a[0].pattern(), a[1].transform(), p); }},
        {"someCyclesBy",
         {"somecyclesBy"},
         "random",
         "Transforms whole cycles by chance.",
         transform,
         {{"chance", number, "the share of cycles that is transformed, 0 to 1"}, f},
         R"(d1 $ someCyclesBy 0.3 (fast 2) $ s "bd sn hh cp")",
         {"someCycles", "sometimesBy"},
         [](Args a, const Pattern& p) { return some_cycles_by(a[0].pattern(), a[1].transform(), p); }},
        {"someCycles",
         {"somecycles"},
         "random",
         "Transforms about half of the cycles.",
         transform,
         {f},
         R"(d1 $ someCycles (fast 2) $ s "bd sn hh cp")",
         {"someCyclesBy"},
         [](Args a, const Pattern& p) { return some_cycles_by(pure(0.5), a[0].transform(), p); }},
        {"always",
         {},
         "random",
         "Transforms everything.",
         transform,
         {f},
         R"(d1 $ always (# speed 2) $ s "hh*8")",
         {"never", "sometimes"},
         [](Args a, const Pattern& p) { return a[0].transform()(p); }},
        {"never",
         {},
         "random",
         "Transforms nothing.",
         transform,
         {f},
         R"(d1 $ never (# speed 2) $ s "hh*8")",
         {"always", "sometimes"},
         [](Args, const Pattern& p) { return p; }},
    };
    for (const Often& o : how_often) {
        rows.push_back({o.name,
                        {},
                        "random",
                        o.summary,
                        transform,
                        {f},
                        o.example,
                        {"sometimesBy"},
                        [chance_of = o.chance](Args a, const Pattern& p) {
                            return sometimes_by(pure(chance_of), a[0].transform(), p);
                        }});
        rows.push_back({o.name_after,
                        {},
                        "random",
                        o.summary_after,
                        transform,
                        {f},
                        o.example_after,
                        {"sometimesBy'"},
                        [chance_of = o.chance](Args a, const Pattern& p) {
                            return sometimes_by_after(pure(chance_of), a[0].transform(), p);
                        }});
    }
    return rows;
}

}  // namespace

std::vector<Word> random_words() {
    std::vector<Word> rows = dropping();
    for (auto& row : sometimes_words()) rows.push_back(std::move(row));
    return rows;
}

}  // namespace phonon::pattern
