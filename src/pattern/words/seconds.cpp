// Words that speak of seconds and minutes, and so need the tempo.
#include <cmath>

#include "pattern/notes.hpp"
#include "pattern/operators.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

// `make(tempo)` asked with the tempo of each query.
Pattern at_tempo(std::function<Pattern(double)> make) {
    return make_pattern([make = std::move(make)](const TimeSpan& span, const QueryContext& context, Events& out) {
        make(context.cycles_per_second).query(span, context, out);
    });
}

Pattern scaled(const Pattern& p, double factor) {
    return with_value(p, [factor](const Value& v) { return Value(number_of(v) * factor); });
}

Pattern seconds(Args a, const Pattern&) {
    return at_tempo([p = a[0].pattern()](double cps) { return scaled(p, cps); });
}

Pattern milliseconds(Args a, const Pattern&) {
    return at_tempo([p = a[0].pattern()](double cps) { return scaled(p, cps / 1000); });
}

Pattern cycles_per_minute(Args a, const Pattern& p) {
    return patternify_number(a[0].pattern(), [p](double cpm) {
        return at_tempo([p, cpm](double cps) { return cps > 0 ? fast(p, Time::from_double(cpm / 60 / cps)) : p; });
    });
}

// As loopAt, where the tempo is given and not that of the music.
Pattern loop_at_cps(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(), [p](const Value& cycles, const Value& cps) {
        const Time n = time_of(cycles);
        if (!(n > Time(0))) return silence();
        const Value set = Value::controls(
            {{ControlName("speed"), number_of(cps) / n.to_double()}, {ControlName("unit"), Value::text("c")}});
        return apply_op(Op::set, Structure::in, slow(p, n), pure(set));
    });
}

}  // namespace

std::vector<Word> seconds_words() {
    constexpr auto number = ParamKind::number;
    return {
        {"sec",
         {},
         "seconds",
         "Seconds as cycles at the present tempo: `late (sec 0.1)`.",
         WordKind::pattern,
         {{"seconds", number, "how many seconds"}},
         R"(d1 $ s "bd sn" $ late (sec 0.1))",
         {"msec", "late"},
         seconds},
        {"msec",
         {},
         "seconds",
         "Milliseconds as cycles at the present tempo.",
         WordKind::pattern,
         {{"milliseconds", number, "how many milliseconds"}},
         R"(d1 $ s "bd sn" $ late (msec 20))",
         {"sec", "late"},
         milliseconds},
        {"cpm",
         {},
         "seconds",
         "Plays so many cycles a minute, whatever the tempo.",
         WordKind::transform,
         {{"cycles", number, "cycles a minute"}},
         R"(d1 $ cpm 45 $ s "bd sn")",
         {"fast"},
         cycles_per_minute},
        {"loopAtCps",
         {"loopatcps"},
         "seconds",
         "As `loopAt`, for a tempo that is given.",
         WordKind::transform,
         {{"cycles", number, "how many cycles the sample fills"}, {"cps", number, "cycles a second"}},
         R"(d1 $ loopAtCps 2 0.5 $ s "break")",
         {"loopAt"},
         loop_at_cps},
    };
}

}  // namespace phonon::pattern
