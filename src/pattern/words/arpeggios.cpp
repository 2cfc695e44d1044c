// Words that play the notes of a chord one after the other.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/word.hpp"
#include "pattern/words/arpeggio_modes.hpp"
#include "pattern/words/time_arguments.hpp"
#include "pattern/words/whole_cycles.hpp"

namespace phonon::pattern {

namespace {

using Order = std::vector<std::size_t>;  // which note comes next, by its place in the chord

Order upwards(std::size_t count) {
    Order order(count);
    for (std::size_t i = 0; i < count; ++i) order[i] = i;
    return order;
}

Order backwards(Order order) {
    std::reverse(order.begin(), order.end());
    return order;
}

Order joined(Order a, const Order& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Order without_first(Order order) {
    if (!order.empty()) order.erase(order.begin());
    return order;
}

Order without_last(Order order) {
    if (!order.empty()) order.pop_back();
    return order;
}

// Down again without repeating the turning points.
Order there_and_back(const Order& order) { return joined(without_last(order), without_last(backwards(order))); }

Order up(std::size_t n) { return upwards(n); }
Order down(std::size_t n) { return backwards(up(n)); }
Order up_down(std::size_t n) { return there_and_back(up(n)); }
Order down_up(std::size_t n) { return there_and_back(down(n)); }
Order up_and_down(std::size_t n) { return joined(up(n), down(n)); }
Order down_and_up(std::size_t n) { return joined(down(n), up(n)); }

// From the outside to the middle.
Order converge(std::size_t n) {
    Order order;
    for (std::size_t low = 0, high = n; low < high;) {
        order.push_back(low++);
        if (low < high) order.push_back(--high);
    }
    return order;
}

Order diverge(std::size_t n) { return backwards(converge(n)); }
Order disconverge(std::size_t n) { return joined(converge(n), without_first(diverge(n))); }

Order pinky_up(std::size_t n) {
    Order order;
    for (std::size_t i = 0; i + 1 < n; ++i) order.insert(order.end(), {i, n - 1});
    return order;
}

Order thumb_up(std::size_t n) {
    Order order;
    for (std::size_t i = 1; i < n; ++i) order.insert(order.end(), {std::size_t{0}, i});
    return order;
}

Order pinky_up_down(std::size_t n) { return there_and_back(pinky_up(n)); }
Order thumb_up_down(std::size_t n) { return there_and_back(thumb_up(n)); }

struct Mode {
    std::string_view name;
    Order (*order)(std::size_t notes);
};

constexpr std::array<Mode, 13> modes{{
    {"up", up},
    {"down", down},
    {"updown", up_down},
    {"downup", down_up},
    {"up&down", up_and_down},
    {"down&up", down_and_up},
    {"converge", converge},
    {"diverge", diverge},
    {"disconverge", disconverge},
    {"pinkyup", pinky_up},
    {"pinkyupdown", pinky_up_down},
    {"thumbup", thumb_up},
    {"thumbupdown", thumb_up_down},
}};

// Calls f(first, last) for each run of events with the same whole, in the order of their wholes.
template <class F>
void each_chord(Events& events, F f) {
    std::erase_if(events, [](const Event& e) { return !e.whole; });
    const auto before = [](const TimeSpan& a, const TimeSpan& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    };
    std::stable_sort(events.begin(), events.end(),
                     [&](const Event& a, const Event& b) { return before(*a.whole, *b.whole); });
    for (auto first = events.begin(); first != events.end();) {
        const auto last = std::find_if(first, events.end(), [&](const Event& e) { return e.whole != first->whole; });
        f(first, last);
        first = last;
    }
}

// Gives the chords of each cycle to `f(first, last, context, out)`.
template <class F>
Pattern with_chords(const Pattern& p, F f) {
    return by_whole_cycles(p, [f = std::move(f)](Events&& events, const QueryContext& context, Events& out) {
        each_chord(events, [&](auto first, auto last) { f(first, last, context, out); });
    });
}

// The notes of each chord in the order of `mode`, in equal parts of the chord's time.
Pattern in_order(const Pattern& p, Order (*mode)(std::size_t)) {
    return with_chords(p, [mode](auto first, auto last, const QueryContext& context, Events& out) {
        const Order order = mode(static_cast<std::size_t>(last - first));
        if (order.empty()) return;
        const TimeSpan whole = *first->whole;
        const Time step = whole.duration() / Time(static_cast<std::int64_t>(order.size()));
        Time begin = whole.begin;
        for (const std::size_t place : order) {
            const Event& note = *(first + static_cast<std::ptrdiff_t>(place));
            const TimeSpan turn{begin, begin + step};
            begin = turn.end;
            const auto part = intersect(turn, note.part);
            if (part && context.usable(turn) && context.spend()) out.push_back({turn, *part, note.value});
        }
    });
}

// The notes of each chord as one list.
Pattern collect(const Pattern& p) {
    return with_chords(p, [](auto first, auto last, const QueryContext&, Events& out) {
        std::vector<Value> values;
        for (auto at = first; at != last; ++at) values.push_back(at->value);
        out.push_back({first->whole, first->part, Value::list(std::move(values))});
    });
}

std::optional<int> index_of(const Value& value) {
    if (value.is_number()) {
        const double number = value.number_or(0.0);
        return std::fabs(number) < 1e9 ? std::optional(static_cast<int>(std::floor(number))) : std::nullopt;
    }
    const std::string_view text = value.as_text();
    int index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return index;
}

// Of every chord the note with that number, as long as the number lasts.
Pattern by_number(const Pattern& p, int index) {
    return with_value(collect(p), [index](const Value& chord) {
        const auto& notes = chord.as_list();
        const auto size = static_cast<int>(notes.size());
        return notes[static_cast<std::size_t>(((index % size) + size) % size)];
    });
}

// Numbers give the events their structure, names of modes keep that of the chord.
Pattern arp(Args a, const Pattern& p) {
    const auto in_mode = [p](std::string_view name) {
        const auto mode = std::find_if(modes.begin(), modes.end(), [&](const Mode& m) { return m.name == name; });
        return mode == modes.end() ? silence() : in_order(p, mode->order);
    };
    const Value* constant = a[0].pattern().pure_value();
    if (constant && !index_of(*constant)) return in_mode(constant->as_text());
    return bind_events(Join::inner, a[0].pattern(), [p, in_mode](const Event& asked) {
        const auto index = index_of(asked.value);
        if (!index) return in_mode(asked.value.as_text());
        return with_event(by_number(p, *index), [whole = asked.whole](Event& e) { e.whole = whole; });
    });
}

}  // namespace

std::vector<std::string_view> arpeggio_modes() {
    std::vector<std::string_view> names;
    for (const Mode& mode : modes) names.push_back(mode.name);
    return names;
}

std::vector<Word> arpeggios_words() {
    return {
        {"arp",
         {},
         "arpeggios",
         "Plays the notes of each chord one after the other.",
         WordKind::transform,
         {{"mode", ParamKind::word,
           "up, down, updown, downup, up&down, down&up, converge, diverge, disconverge, pinkyup, pinkyupdown, thumbup, "
           "thumbupdown; or numbers, 0 the chord's first note"}},
         R"(d1 $ note "<c'maj7 a'min7>" # s "superpiano" $ arp "<up pinkyup>")",
         {"arpeggiate"},
         arp},
        {"arpeggiate",
         {"arpg"},
         "arpeggios",
         "Plays the notes of each chord upwards, as `arp up`.",
         WordKind::transform,
         {},
         R"(d1 $ note "c'maj7 e'min7" # s "superpiano" $ arpeggiate)",
         {"arp"},
         [](Args, const Pattern& p) { return in_order(p, up); }},
    };
}

}  // namespace phonon::pattern
