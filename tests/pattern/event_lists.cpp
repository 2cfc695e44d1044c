#include "event_lists.hpp"

#include <algorithm>
#include <cmath>

#include "pattern/notes.hpp"
#include "pattern/remarks.hpp"

namespace phonon::test {

namespace {

using pattern::ControlMap;
using pattern::Time;
using pattern::Value;

bool same_number(double a, double b) {
    return a == b || std::fabs(a - b) <= 1e-9 * std::max({1.0, std::fabs(a), std::fabs(b)});
}

bool same_value(const Value& a, const Value& b) {
    if (a.is_number() && b.is_text()) {
        // Strudel's words for pitch give note names, ours semitones from c4.
        const auto note = pattern::note_semitones(b.as_text());
        return note && same_number(a.number_or(0), *note);
    }
    if (a.type() != b.type()) return false;
    if (a.is_number()) return same_number(a.number_or(0), b.number_or(0));
    if (a.is_list()) {
        return std::equal(a.as_list().begin(), a.as_list().end(), b.as_list().begin(), b.as_list().end(), same_value);
    }
    if (a.is_controls()) {
        const auto same = [](const auto& x, const auto& y) {
            return x.first == y.first && same_value(x.second, y.second);
        };
        const auto heard = [](ControlMap map) {
            std::erase_if(map, [](const auto& entry) { return pattern::is_remark(entry.first); });
            return map;
        };
        const ControlMap x = heard(a.as_controls()), y = heard(b.as_controls());
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), same);
    }
    return a == b;
}

bool same_time(Time a, Time b, bool exact) {
    return a == b || (!exact && std::fabs(a.to_double() - b.to_double()) < 1e-9);
}

bool same_event(const Event& a, const Event& b, bool exact) {
    const auto same_span = [&](const TimeSpan& x, const TimeSpan& y) {
        return same_time(x.begin, y.begin, exact) && same_time(x.end, y.end, exact);
    };
    return same_span(a.part, b.part) && a.whole.has_value() == b.whole.has_value() &&
           (!a.whole || same_span(*a.whole, *b.whole)) && same_value(a.value, b.value);
}

// Multisets are equal: every event finds a partner of its own.
bool same_events(const Events& a, const Events& b, bool exact) {
    if (a.size() != b.size()) return false;
    std::vector<bool> taken(b.size(), false);
    return std::all_of(a.begin(), a.end(), [&](const Event& e) {
        for (std::size_t i = 0; i < b.size(); ++i) {
            if (taken[i] || !same_event(e, b[i], exact)) continue;
            taken[i] = true;
            return true;
        }
        return false;
    });
}

Events onsets(const Events& events) {
    Events out;
    for (Event e : events) {
        if (!e.has_onset()) continue;
        e.part = *e.whole;
        out.push_back(std::move(e));
    }
    return out;
}

}  // namespace

Events query_spans(const Pattern& pattern, const std::vector<TimeSpan>& spans) {
    Events events;
    for (const auto& span : spans) {
        for (auto& e : pattern.query(span)) events.push_back(std::move(e));
    }
    return events;
}

Events join_fragments(const Events& events) {
    Events sorted = events;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Event& a, const Event& b) { return a.part.begin < b.part.begin; });
    Events out;
    for (auto& e : sorted) {
        const auto before = std::find_if(out.begin(), out.end(), [&](const Event& o) {
            return o.whole && o.part.end == e.part.begin && o.whole == e.whole && o.value == e.value;
        });
        if (before != out.end()) {
            before->part.end = e.part.end;
        } else {
            out.push_back(std::move(e));
        }
    }
    return out;
}

Agreement compare(const Events& actual, const Events& expected, bool exact) {
    if (same_events(actual, expected, exact)) return Agreement::equal;
    if (same_events(join_fragments(actual), join_fragments(expected), exact)) return Agreement::joined;
    if (same_events(onsets(actual), onsets(expected), exact)) return Agreement::onsets;
    return Agreement::none;
}

std::string describe(const Events& events, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < events.size() && i < most; ++i) {
        const auto& e = events[i];
        const auto span = [](const TimeSpan& s) { return s.begin.to_string() + " " + s.end.to_string(); };
        text += "    " + (e.whole ? "[" + span(*e.whole) + "]" : std::string("~")) + " (" + span(e.part) + ") " +
                e.value.to_json() + "\n";
    }
    if (events.size() > most) text += "    ... " + std::to_string(events.size()) + " events\n";
    return text;
}

}  // namespace phonon::test
