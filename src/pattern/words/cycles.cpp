// Words that cut cycles into parts, loop them and begin them again.
#include "pattern/combine.hpp"
#include "pattern/word.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

Pattern time_loop(const Pattern& p, Time cycles) { return loop_piece(p, Time(0), cycles); }

Pattern linger(const Pattern& p, Time part) {
    if (part == Time(0)) return silence();
    const Pattern cut = part < Time(0) ? zoom(p, Time(1) + part, Time(1)) : zoom(p, Time(0), part);
    return fast(cut, Time(1) / part);
}

Pattern truncate(const Pattern& p, Time part) {
    return make_pattern(
        [p, part](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                const TimeSpan kept{cycle, cycle + part};
                const std::size_t from = out.size();
                p.query(piece, context, out);
                retain_since(out, from, [&](Event& e) {
                    const auto seen = intersect(e.part, kept);
                    if (!seen) return false;
                    e.part = *seen;
                    return true;
                });
            });
        },
        p.steps());
}

Pattern focus_on(const Pattern& p, Time begin, Time end) { return focus(p, {begin, end}); }

Pattern begin_again(Args a, const Pattern& p, Join how) {
    return bind(how, a[0].pattern(), [p](const Value& v) { return v.truthy() ? p : silence(); });
}

constexpr auto transform = WordKind::transform;
constexpr auto time = ParamKind::time;

}  // namespace

std::vector<Word> cycles_words() {
    return {
        {"compress",
         {"compressTo", "compressArc", "compressArcTo", "compressSpan", "compressspan"},
         "cycles",
         "Squeezes each cycle into a part of the cycle; the rest is silent.",
         transform,
         {{"begin", time, "where it begins, 0 to 1"}, {"end", time, "where it ends, above `begin`, up to 1"}},
         R"(d1 $ compress 0.25 0.75 $ s "bd sn hh cp")",
         {"fastGap", "zoom"},
         by_times<compress>},
        {"zoom",
         {"zoomArc", "zoomarc", "zoompat"},
         "cycles",
         "Plays a part of each cycle, stretched over the whole cycle.",
         transform,
         {{"begin", time, "where the part begins, 0 to 1"}, {"end", time, "where it ends"}},
         R"(d1 $ zoom 0.25 0.75 $ s "bd*2 hh*3 sn cp")",
         {"compress", "linger"},
         by_times<zoom>},
        {"focus",
         {"focusArc", "focusSpan", "focusspan"},
         "cycles",
         "Fits every cycle to a span of that length, without gaps.",
         transform,
         {{"begin", time, "where one of the cycles begins"}, {"end", time, "where it ends"}},
         R"(d1 $ focus 0.25 0.75 $ s "bd sn hh cp")",
         {"compress", "fast"},
         by_times<focus_on>},
        {"linger",
         {},
         "cycles",
         "Repeats the first part of each cycle until the cycle is full.",
         transform,
         {{"part", time, "how much of the cycle, 0 to 1; negative takes the last part, backwards"}},
         R"(d1 $ linger "<0.25 0.5 1>" $ s "bd sn hh cp")",
         {"trunc", "zoom"},
         by_time<linger>},
        {"trunc",
         {},
         "cycles",
         "Plays only the first part of each cycle.",
         transform,
         {{"part", time, "how much of the cycle, 0 to 1"}},
         R"(d1 $ trunc 0.75 $ s "bd sn hh cp")",
         {"linger"},
         by_time<truncate>},
        {"repeatCycles",
         {"fastRepeatCycles"},
         "cycles",
         "Plays each cycle several times.",
         transform,
         {{"count", time, "how many times each cycle is heard"}},
         R"(d1 $ repeatCycles 2 $ s "<bd sn cp>*2")",
         {"timeLoop"},
         by_time<repeat_cycles>},
        {"timeLoop",
         {},
         "cycles",
         "Loops the first cycles of a pattern.",
         transform,
         {{"cycles", time, "how many cycles are looped"}},
         R"(d1 $ timeLoop 2 $ s "<bd sn hh cp>")",
         {"ribbon", "loopFirst"},
         by_time<time_loop>},
        {"loopFirst",
         {},
         "cycles",
         "Plays the first cycle again and again.",
         transform,
         {},
         R"(d1 $ loopFirst $ s "<bd sn> hh*2")",
         {"timeLoop"},
         [](Args, const Pattern& p) { return loop_piece(p, Time(0), Time(1)); }},
        {"ribbon",
         {"rib"},
         "cycles",
         "Loops a piece of the time line.",
         transform,
         {{"begin", time, "the cycle where the piece begins"}, {"cycles", time, "how long it is"}},
         R"(d1 $ ribbon 1 2 $ s "<bd sn hh cp>")",
         {"timeLoop"},
         by_times<loop_piece>},
        {"reset",
         {"resetTo", "resetAll"},
         "cycles",
         "Begins the cycle again at every true value.",
         transform,
         {{"when", ParamKind::boolean, "its true events restart the cycle; false events and rests are silent"}},
         R"(d1 $ reset "<t [t t]>" $ s "bd sn hh cp")",
         {"restart"},
         [](Args a, const Pattern& p) { return begin_again(a, p, Join::reset); }},
        {"restart",
         {"restartTo", "restartAll"},
         "cycles",
         "Begins the whole pattern again, from its cycle 0, at every true value.",
         transform,
         {{"when", ParamKind::boolean, "its true events restart the pattern; false events and rests are silent"}},
         R"(d1 $ restart "<t [t t]>" $ s "<bd sn> hh cp oh")",
         {"reset"},
         [](Args a, const Pattern& p) { return begin_again(a, p, Join::restart); }},
    };
}

}  // namespace phonon::pattern
