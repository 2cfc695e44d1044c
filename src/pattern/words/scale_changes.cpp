// Scales with some of their degrees changed.
//
// A change is a transform of the scale written as a sequence: raiseDegree 6 makes the seventh note a semitone higher.
#include <algorithm>
#include <cmath>

#include "pattern/notes.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

// The values of one cycle in order.
std::vector<double> steps_in(const Pattern& p) {
    Events events = p.query({Time(0), Time(1)});
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.part.begin < b.part.begin; });
    std::vector<double> steps;
    for (const Event& e : events) steps.push_back(number_of(e.value));
    return steps;
}

Pattern sequence_of(const std::vector<double>& steps) {
    std::vector<Pattern> items;
    for (const double step : steps) items.push_back(pure(step));
    return fastcat(std::move(items));
}

// Degrees first ... last of the sequence, `by` semitones away.
Pattern moved_degrees(const Pattern& p, double first, double last, double by) {
    std::vector<double> steps = steps_in(p);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto place = static_cast<double>(i);
        if (place >= first && place <= last) steps[i] += by;
    }
    return sequence_of(steps);
}

template <int By>
Pattern move_degree(Args a, const Pattern& p) {
    return moved_degrees(p, a[0].constant(), a[0].constant(), By);
}

template <int By>
Pattern move_degrees(Args a, const Pattern& p) {
    return moved_degrees(p, a[0].constant(), a[1].constant(), By);
}

Pattern in_steps(const std::vector<double>& steps, const Pattern& p) {
    if (steps.empty()) return silence();
    return with_value(p, [scale = Scale{"", steps}](const Value& v) {
        const auto in = [&scale](const Value& degree) -> Value {
            const auto number = number_in(degree);
            if (!number || !(std::fabs(*number) < 10000)) return degree;
            return scale_note(scale, static_cast<int>(std::floor(*number + 1e-9)));
        };
        if (!v.is_controls()) return in(v);
        static const ControlName n("n");
        const Value* degree = v.find(n);
        if (degree == nullptr) return v;
        ControlMap rest = v.as_controls();
        std::erase_if(rest, [](const auto& entry) { return entry.first == n; });
        return Value::controls(std::move(rest)).with(ControlName("note"), in(*degree));
    });
}

Pattern changed_scale(const Value& name, const Transform& change, const Pattern& p) {
    const Scale* scale = name.is_text() ? find_scale(name.as_text()) : nullptr;
    return scale == nullptr ? p : in_steps(steps_in(change(sequence_of(scale->steps))), p);
}

Pattern scale_with(Args a, const Pattern& p) {
    return patternify(a[0].pattern(),
                      [p, change = a[1].transform()](const Value& name) { return changed_scale(name, change, p); });
}

// One change of the list in each cycle.
Pattern scale_with_list(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p, changes = items_of(a[1])](const Value& name) {
        std::vector<Pattern> turns;
        for (const auto& change : changes) turns.push_back(changed_scale(name, transform_in(change), p));
        const auto count = static_cast<std::int64_t>(turns.size());
        if (count == 0) return silence();
        return per_cycle(
            [turns, count](Time cycle) {
                return turns[static_cast<std::size_t>(((cycle.num() % count) + count) % count)];
            },
            p.steps());
    });
}

}  // namespace

std::vector<Word> scale_changes_words() {
    constexpr auto transform = WordKind::transform;
    constexpr auto constant = ParamKind::constant;
    const Param name{"name", ParamKind::word, "the scale, as `major`"};
    const Param degree{"degree", constant, "counted from 0"};
    const Param first{"first", constant, "the first degree, counted from 0"}, last{"last", constant, "the last degree"};
    const auto row = [](std::string_view word, std::string_view summary, std::vector<Param> params,
                        std::string_view example, Pattern (*apply)(Args, const Pattern&)) {
        return Word{word, {}, "scale_changes", summary, transform, std::move(params), example, {"scale"}, apply};
    };
    return {
        row("scaleWith", "As `scale`, with some degrees of the scale changed.",
            {name, {"change", ParamKind::transform, "as `(raiseDegree 6)`"}},
            R"(d1 $ note (scaleWith "minor" (raiseDegree 6) "0 .. 7") # s "superpiano")", scale_with),
        row("scaleWithList", "As `scaleWith`, with one change of a list in each cycle.",
            {name, {"changes", ParamKind::list, "as `[raiseDegree 2, lowerDegree 3]`"}},
            R"(d1 $ note (scaleWithList "major" [raiseDegree 2, lowerDegree 3] "0 .. 7") # s "superpiano")",
            scale_with_list),
        row("raiseDegree", "In `scaleWith`: one degree a semitone higher.", {degree},
            R"(d1 $ note (scaleWith "minor" (raiseDegree 6) "0 .. 7") # s "superpiano")", move_degree<1>),
        row("lowerDegree", "In `scaleWith`: one degree a semitone lower.", {degree},
            R"(d1 $ note (scaleWith "major" (lowerDegree 2) "0 .. 7") # s "superpiano")", move_degree<-1>),
        row("raiseDegrees", "In `scaleWith`: several degrees a semitone higher.", {first, last},
            R"(d1 $ note (scaleWith "minor" (raiseDegrees 5 6) "0 .. 7") # s "superpiano")", move_degrees<1>),
        row("lowerDegrees", "In `scaleWith`: several degrees a semitone lower.", {first, last},
            R"(d1 $ note (scaleWith "major" (lowerDegrees 2 3) "0 .. 7") # s "superpiano")", move_degrees<-1>),
    };
}

}  // namespace phonon::pattern
