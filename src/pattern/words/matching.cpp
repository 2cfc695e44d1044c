// Transforms of the events whose controls lie in ranges, or compare in some way with given ones.
#include <algorithm>

#include "pattern/operators.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;

// Whether an event matches, at the time when it begins.
using Match = std::function<bool(const Event&, const QueryContext&)>;

Pattern part_of(const Pattern& p, const Match& match, bool wanted) {
    return make_pattern(
        [p, match, wanted](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            retain_since(out, from, [&](const Event& e) { return match(e, context) == wanted; });
        },
        p.steps());
}

Pattern contrasted(const Transform& yes, const Transform& no, const Match& match, const Pattern& p) {
    return stack({yes(part_of(p, match, true)), no(part_of(p, match, false))});
}

Pattern same(const Pattern& p) { return p; }

struct Range {
    ControlName name;
    Pattern low, high;
};

double value_at(const Pattern& p, Time at, const QueryContext& context) {
    if (const Value* constant = p.pure_value()) return number_of(*constant);
    Events now;
    p.query({at, at}, context, now);
    return now.empty() ? 0 : number_of(now.front().value);
}

// `[["n", 0, 3], ["speed", 1, 2]]`: every control has to lie in its range.
Match in_ranges(const Arg& list) {
    std::vector<Range> ranges;
    for (const auto& item : list.list()) {
        const Pattern named = field(item, 0);
        const Value* name = named.pure_value();
        if (name != nullptr && name->is_text())
            ranges.push_back({ControlName(name->as_text()), field(item, 1), field(item, 2)});
    }
    return [ranges](const Event& e, const QueryContext& context) {
        const Time at = e.whole_or_part().begin;
        return std::all_of(ranges.begin(), ranges.end(), [&](const Range& r) {
            const Value* found = e.value.find(r.name);
            const auto x = found ? number_in(*found) : std::nullopt;
            return x && *x >= value_at(r.low, at, context) && *x <= value_at(r.high, at, context);
        });
    };
}

// Every control of `wanted` compares with that of the event as `op` says.
Match comparing(Op op, const Pattern& wanted) {
    return [op, wanted](const Event& e, const QueryContext& context) {
        const Time at = e.whole_or_part().begin;
        Events now;
        wanted.query({at, at}, context, now);
        return std::any_of(now.begin(), now.end(), [&](const Event& w) {
            if (!w.value.is_controls()) return false;
            const auto& controls = w.value.as_controls();
            return std::all_of(controls.begin(), controls.end(), [&](const auto& entry) {
                const Value* found = e.value.find(entry.first);
                return found != nullptr && apply_op(op, *found, entry.second).truthy();
            });
        });
    };
}

Pattern contrast_by(Args a, const Pattern& p) {
    const auto op = find_op(a[0].text());
    if (!op) return p;
    return contrasted(a[1].transform(), a[2].transform(), comparing(*op, a[3].pattern()), p);
}

}  // namespace

std::vector<Word> matching_words() {
    const Param f{"f", ParamKind::transform, "the transform"};
    const Param g{"g", ParamKind::transform, "the transform of all other events"};
    const Param ranges{"ranges", ParamKind::list, "controls with their ranges, as `[[\"n\", 0, 3]]`"};
    const auto row = [](std::string_view name, std::string_view summary, std::vector<Param> params,
                        std::string_view example, Pattern (*apply)(Args, const Pattern&)) {
        return Word{name, {}, "matching", summary, transform, std::move(params), example, {"fix"}, apply};
    };
    return {
        row("fixRange", "Applies a transform to events whose controls lie in ranges.", {f, ranges},
            R"(d1 $ fixRange (# speed 2) [["n", 2, 3]] $ s "hh*4" # n "0 1 2 3")",
            [](Args a, const Pattern& p) { return contrasted(a[0].transform(), same, in_ranges(a[1]), p); }),
        row("unfixRange", "Applies a transform to events whose controls do not lie in ranges.", {f, ranges},
            R"(d1 $ unfixRange (# speed 2) [["n", 2, 3]] $ s "hh*4" # n "0 1 2 3")",
            [](Args a, const Pattern& p) { return contrasted(same, a[0].transform(), in_ranges(a[1]), p); }),
        row("contrastRange", "One transform for events whose controls lie in ranges, another for the rest.",
            {f, g, ranges}, R"(d1 $ contrastRange (# speed 2) (# crush 4) [["n", 2, 3]] $ s "hh*4" # n "0 1 2 3")",
            [](Args a, const Pattern& p) {
                return contrasted(a[0].transform(), a[1].transform(), in_ranges(a[2]), p);
            }),
        row("contrastBy", "As `contrast`, with a comparison of one's choice: lt, gt, lte, gte, eq or ne.",
            {{"comparison", ParamKind::text, "lt, gt, lte, gte, eq or ne"},
             f,
             g,
             {"controls", ParamKind::pattern, "what the events' controls are compared with"}},
            R"(d1 $ contrastBy gte (# speed 2) (# crush 4) (n 2) $ s "hh*4" # n "0 1 2 3")", contrast_by),
    };
}

}  // namespace phonon::pattern
