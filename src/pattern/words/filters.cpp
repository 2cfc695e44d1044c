// Words that keep some events and drop others, and words that regroup what events carry.
#include <algorithm>
#include <string>

#include "pattern/notes.hpp"
#include "pattern/remarks.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;

// What a transform makes of one value: the test that filterValues and its kin are given, as `(gt 3)`.
bool passes(const Transform& test, const Value& v) {
    const Events made = test(pure(v)).query({Time(0), Time(1)});
    return std::any_of(made.begin(), made.end(), [](const Event& e) { return e.value.truthy(); });
}

Pattern filter_by_value(Args a, const Pattern& p) {
    return filter_values(p, [test = a[0].transform()](const Value& v) { return passes(test, v); });
}

double onset_of(const Event& e) { return e.whole_or_part().begin.to_double(); }

Pattern filter_by_time(Args a, const Pattern& p) {
    return filter_events(p, [test = a[0].transform()](const Event& e) { return passes(test, onset_of(e)); });
}

Pattern change_by_time(Args a, const Pattern& p) {
    const auto side = [&p, test = a[0].transform()](bool wanted) {
        return filter_events(p, [test, wanted](const Event& e) { return passes(test, onset_of(e)) == wanted; });
    };
    return stack({a[1].transform()(side(true)), side(false)});
}

Pattern onsets_only(Args, const Pattern& p) { return filter_onsets(p); }
Pattern discrete_only(Args, const Pattern& p) {
    return filter_events(p, [](const Event& e) { return e.whole.has_value(); });
}
Pattern continuous_only(Args, const Pattern& p) {
    return filter_events(p, [](const Event& e) { return !e.whole; });
}
Pattern defined_only(Args, const Pattern& p) {
    return filter_values(p, [](const Value& v) { return v.type() != Value::Type::nothing; });
}

// Events of one time become one event with the list of their values.
Pattern collect(Args, const Pattern& p) {
    return make_pattern(
        [p](const TimeSpan& span, const QueryContext& context, Events& out) {
            Events found;
            p.query(span, context, found);
            struct Group {
                Event event;
                std::vector<Value> values;
            };
            std::vector<Group> groups;
            for (auto& e : found) {
                const auto same = std::find_if(groups.begin(), groups.end(), [&e](const Group& g) {
                    return g.event.whole == e.whole && g.event.part == e.part;
                });
                if (same != groups.end()) {
                    same->values.push_back(std::move(e.value));
                } else {
                    groups.push_back({e, {e.value}});
                }
            }
            for (auto& g : groups) {
                if (!context.spend()) return;
                g.event.value = Value::list(std::move(g.values));
                out.push_back(std::move(g.event));
            }
        },
        p.steps());
}

Pattern uncollected(Args, const Pattern& p) { return uncollect(p); }

ControlName tag_name(std::string_view tag) { return ControlName("_tag " + std::string(tag)); }

Pattern tagged(Args a, const Pattern& p) {
    return with_value(p,
                      [name = tag_name(a[0].text())](const Value& v) { return v.is_controls() ? v.with(name, 1) : v; });
}

Pattern with_tag(Args a, const Pattern& p) {
    return filter_values(p, [name = tag_name(a[0].text())](const Value& v) { return v.find(name) != nullptr; });
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    for (;;) {
        const auto colon = text.find(':');
        parts.emplace_back(text.substr(0, colon));
        if (colon == text.npos) return parts;
        text.remove_prefix(colon + 1);
    }
}

Value read_value(const std::string& text) {
    const auto number = Time::from_decimal(text);
    return number ? Value(number->to_double()) : Value::text(text);
}

// "0:0.5" under "note:gain" is {note: 0, gain: 0.5}; a part that is missing sets nothing.
Pattern as_controls(Args a, const Pattern&) {
    return with_value(a[1].pattern(), [names = split(a[0].text())](const Value& v) {
        std::vector<Value> parts;
        if (v.is_list()) {
            parts = v.as_list();
        } else if (v.is_text()) {
            for (const auto& part : split(v.as_text())) parts.push_back(read_value(part));
        } else {
            parts.push_back(v);
        }
        ControlMap map;
        for (std::size_t i = 0; i < names.size() && i < parts.size(); ++i)
            map.emplace_back(ControlName(names[i]), parts[i]);
        return Value::controls(std::move(map));
    });
}

Pattern as_numbers(Args, const Pattern& p) {
    return with_value(p, [](const Value& v) -> Value {
        if (!v.is_text()) return v;
        if (const auto number = Time::from_decimal(v.as_text())) return number->to_double();
        const auto pitch = number_in(v);
        return pitch ? Value(*pitch) : v;
    });
}

Word row(std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
         std::vector<Param> params, std::string_view example, std::vector<std::string_view> see_also,
         Pattern (*apply)(Args, const Pattern&)) {
    return {name,    std::move(aliases),  "filters", summary, transform, std::move(params),
            example, std::move(see_also), apply};
}

}  // namespace

std::vector<Word> filters_words() {
    const Param test{"test", ParamKind::transform, "what is asked of each value, as `(gt 3)`"};
    const Param when{"test", ParamKind::transform, "what is asked of the time each event begins, as `(lt 4)`"};
    const Param tag{"tag", ParamKind::text, "the name of the tag"};
    return {
        row("filterValues", {"filterEvents", "filterHaps"}, "Keeps the events whose values pass a test.", {test},
            R"(d1 $ n (filterValues (gt 3) "0 .. 7") # s "superpiano")", {"filterWhen", "mask"}, filter_by_value),
        row("filterWhen", {}, "Keeps the events that begin at times that pass a test.", {when},
            R"(d1 $ filterWhen (lt 4) $ s "bd*4")", {"filterValues", "playFor"}, filter_by_time),
        row("whenT", {}, "Applies a transform to events that begin at times that pass a test.",
            {when, {"f", ParamKind::transform, "the transform"}}, R"(d1 $ whenT (gte 2) (# speed 2) $ s "bd*4")",
            {"when", "filterWhen"}, change_by_time),
        row("filterOnsets", {"onsetsOnly"}, "Keeps only the fragments in which events begin.", {},
            R"(d1 $ filterOnsets $ slow 3 $ s "bd sn")", {"filterDigital"}, onsets_only),
        row("filterDigital", {"discreteOnly"}, "Keeps events with a beginning, drops continuous values.", {},
            R"(d1 $ filterDigital $ s "bd sn")", {"filterAnalog"}, discrete_only),
        row("filterAnalog", {}, "Keeps continuous values, drops events with a beginning.", {},
            R"(d1 $ s "hh*8" # pan (filterAnalog sine))", {"filterDigital"}, continuous_only),
        row("filterJust", {"removeUndefineds"}, "Drops events without a value.", {},
            R"(d1 $ n (filterJust "0 ~ 2") # s "superpiano")", {"filterValues"}, defined_only),
        row("collect", {}, "Puts the values of events of one time into a list.", {},
            R"(d1 $ n (uncollect $ collect "[0,4,7] 5") # s "superpiano")", {"uncollect"}, collect),
        row("uncollect", {"flatpat"}, "Makes the items of lists events of one time.", {},
            R"(d1 $ n (uncollect $ collect "[0,4,7] 5") # s "superpiano")", {"collect"}, uncollected),
        row("tag", {}, "Marks events with a name that travels with them.", {tag},
            R"(d1 $ hasTag "low" $ s "hh*4" + tag "low" (s "bd*2"))", {"hasTag"}, tagged),
        row("hasTag", {}, "Keeps the events that carry a tag.", {tag},
            R"(d1 $ hasTag "low" $ s "hh*4" + tag "low" (s "bd*2"))", {"tag"}, with_tag),
        {"as",
         {"grp"},
         "filters",
         "Splits words at their colons into controls.",
         WordKind::pattern,
         {{"names", ParamKind::text, "the controls, as \"note:gain\""},
          {"values", ParamKind::word, "their values, as \"0:0.5 7:1\""}},
         R"(d1 $ as "note:gain" "0:0.5 7:1 4" # s "superpiano")",
         {},
         as_controls},
        row("asNumber", {}, "Reads words as numbers, and note names as semitones.", {},
            R"(d1 $ n (asNumber "0 c 7") # s "superpiano")", {"ratio"}, as_numbers),
    };
}

}  // namespace phonon::pattern
