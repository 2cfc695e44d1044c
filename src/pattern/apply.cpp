// Two patterns combined value by value (Tidal's applicative operators), and small maps over events.
#include "pattern/combine.hpp"
#include "pattern/notes.hpp"

namespace phonon::pattern {

namespace {

void drop_range(Events& out, std::size_t from, std::size_t to) {
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(from), out.begin() + static_cast<std::ptrdiff_t>(to));
}

// Structure from `frame`: for each of its events, the events of `filling` during it. `f(frame value, filling value)`.
Pattern app_framed(const Pattern& frame, const Pattern& filling, Combine f) {
    if (frame.is_silence() || filling.is_silence()) return silence().with_steps(frame.steps());
    if (const Value* constant = filling.pure_value()) {
        const Pattern combined =
            with_value(frame, [f = std::move(f), value = *constant](const Value& v) { return f(v, value); });
        return frame.pure_value() ? combined : filter_events(combined, [](const Event& e) { return !e.is_apart(); });
    }
    return make_pattern(
        [frame, filling, f = std::move(f)](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            frame.query(span, context, out);
            const std::size_t filled = out.size();
            for (std::size_t i = from; i < filled; ++i) {
                if (!context.visit()) break;
                const Event outer = std::move(out[i]);
                const std::size_t mark = out.size();
                const bool read_before = context.read_where_asked;
                filling.query(outer.whole_or_part(), context, out);
                // Signals are read where the event begins, whole or cut.
                if (outer.whole) context.read_where_asked = read_before;
                retain_since(out, mark, [&](Event& e) {
                    const auto part = intersect(outer.part, e.part);
                    if (!part) return false;
                    e.whole = outer.whole;
                    e.part = *part;
                    e.value = f(outer.value, e.value);
                    return true;
                });
            }
            drop_range(out, from, filled);
        },
        frame.steps());
}

}  // namespace

Pattern app_left(const Pattern& left, const Pattern& right, Combine f) { return app_framed(left, right, std::move(f)); }

Pattern app_right(const Pattern& left, const Pattern& right, Combine f) {
    return app_framed(right, left, [f = std::move(f)](const Value& r, const Value& l) { return f(l, r); });
}

Pattern app_both(const Pattern& left, const Pattern& right, Combine f) {
    const auto steps = common_steps(left.steps(), right.steps());
    if (left.is_silence() || right.is_silence()) return silence().with_steps(steps);
    if (left.pure_value() && right.pure_value()) return pure(f(*left.pure_value(), *right.pure_value()));
    return make_pattern(
        [left, right, f = std::move(f)](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            left.query(span, context, out);
            const std::size_t middle = out.size();
            right.query(span, context, out);
            const std::size_t to = out.size();
            for (std::size_t i = from; i < middle; ++i) {
                for (std::size_t j = middle; j < to; ++j) {
                    if (!context.visit()) return drop_range(out, from, to);
                    const auto part = intersect(out[i].part, out[j].part);
                    if (!part) continue;
                    std::optional<TimeSpan> whole;
                    if (out[i].whole && out[j].whole) {
                        whole = intersect(*out[i].whole, *out[j].whole);
                        if (!whole) continue;
                    }
                    Value value = f(out[i].value, out[j].value);
                    out.push_back({whole, *part, std::move(value)});
                }
            }
            drop_range(out, from, to);
        },
        steps);
}

Pattern filter_onsets(const Pattern& p) {
    return filter_events(p, [](const Event& e) { return e.has_onset(); });
}

Pattern uncollect(const Pattern& p) {
    return make_pattern(
        [p](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            const std::size_t to = out.size();
            for (std::size_t i = from; i < to; ++i) {
                const Event e = std::move(out[i]);
                if (!e.value.is_list()) {
                    out.push_back(e);
                    continue;
                }
                for (const auto& item : e.value.as_list()) {
                    if (!context.spend()) return drop_range(out, from, to);
                    out.push_back({e.whole, e.part, item});
                }
            }
            drop_range(out, from, to);
        },
        p.steps());
}

Time time_of(const Value& value) {
    if (value.is_text()) {
        if (const auto semitone = note_semitones(value.as_text())) return Time(*semitone);
    }
    return Time::from_double(value.number_or(0.0));
}

}  // namespace phonon::pattern
