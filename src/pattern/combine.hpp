// The combinators that every word and the mini-notation are built from. Their meaning is Tidal 1.10's, event for event.
//
// All are pure functions of patterns; none queries anything while it builds. Times are in cycles.
#pragma once

#include <functional>
#include <vector>

#include "pattern/pattern.hpp"

namespace phonon::pattern {

// ---- constants and layers -------------------------------------------------------------------------------------

Pattern pure(Value value);  // once a cycle, one step
Pattern silence();
Pattern stack(std::vector<Pattern> layers);

// ---- one after the other --------------------------------------------------------------------------------------

// One pattern a cycle in turn; each pattern's own cycles pass without gaps.
Pattern slowcat(std::vector<Pattern> patterns);
// All in one cycle, equally long. Events that leave their step keep their whole.
Pattern fastcat(std::vector<Pattern> patterns);

struct Weighted {
    Time weight;
    Pattern pattern;
};
// All in one cycle, as long as their weights say (weights above 0). Steps: the sum of the weights.
Pattern timecat(std::vector<Weighted> parts);

// ---- time -----------------------------------------------------------------------------------------------------

// Moves every time t of `p` to t * scale + shift; scale > 0.
Pattern affine(const Pattern& p, Time scale, Time shift);
// Speeds up by `factor`; a negative factor also reverses, 0 silences.
Pattern fast(const Pattern& p, Time factor);
Pattern slow(const Pattern& p, Time factor);
Pattern early(const Pattern& p, Time cycles);
Pattern late(const Pattern& p, Time cycles);
Pattern rev(const Pattern& p);
// Squeezes each cycle into [begin, end] of the cycle; silence unless 0 <= begin < end <= 1.
Pattern compress(const Pattern& p, Time begin, Time end);
// Each cycle in the first 1/factor of the cycle; factors below 1 count as 1, 0 silences.
Pattern fast_gap(const Pattern& p, Time factor);
// Fits every cycle of `p` to a span of that length, without gaps; `span` gets the cycle in which it begins.
Pattern focus(const Pattern& p, const TimeSpan& span);
// Plays [begin, end] of each cycle stretched over the cycle.
Pattern zoom(const Pattern& p, Time begin, Time end);
// Samples `p` `count` times a cycle.
Pattern segment(const Pattern& p, Time count);
// Loops [begin, begin + cycles] of the time line from cycle 0 on; silence unless cycles > 0.
Pattern loop_piece(const Pattern& p, Time begin, Time cycles);
Pattern inside(const Pattern& p, Time factor, const std::function<Pattern(const Pattern&)>& f);
// Asks `p` for one cycle at a time, so that its own whole-cycle reasoning holds.
Pattern split_queries(const Pattern& p);
// Plays each cycle `count` times (its floor); silence below 1.
Pattern repeat_cycles(const Pattern& p, Time count);
// A pattern for each cycle, from the number of that cycle.
Pattern per_cycle(std::function<Pattern(Time cycle)> choose, std::optional<Time> steps = std::nullopt);

// ---- values and events ----------------------------------------------------------------------------------------

// f: const Value& -> Value, a function of the value alone: neighbours that carry one and the same value share its
// result.
template <class F>
Pattern with_value(const Pattern& p, F f) {
    if (p.is_silence()) return p;
    if (const Value* constant = p.pure_value()) return pure(f(*constant)).with_steps(p.steps());
    return make_pattern(
        [p, f = std::move(f)](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            Value seen;
            Value made;
            for (std::size_t i = from; i < out.size(); ++i) {
                Value& value = out[i].value;
                if (i == from || !value.is_same(seen)) {
                    made = f(std::as_const(value));
                    seen = std::move(value);
                }
                value = made;
            }
        },
        p.steps());
}

// f: (Event&) -> void may change anything but must not move events out of the asked span.
template <class F>
Pattern with_event(const Pattern& p, F f) {
    if (p.is_silence()) return p;
    return make_pattern(
        [p, f = std::move(f)](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            for (std::size_t i = from; i < out.size(); ++i) f(out[i]);
        },
        p.steps());
}

// keep: const Event& -> bool.
template <class F>
Pattern filter_events(const Pattern& p, F keep) {
    if (p.is_silence()) return p;
    return make_pattern(
        [p, keep = std::move(keep)](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            retain_since(out, from, keep);
        },
        p.steps());
}

// keep: const Value& -> bool.
template <class F>
Pattern filter_values(const Pattern& p, F keep) {
    return filter_events(p, [keep = std::move(keep)](const Event& e) { return keep(e.value); });
}

// Only the fragments in which an event begins.
Pattern filter_onsets(const Pattern& p);
// Keeps the cycles for whose number `keep(cycle)` is true.
Pattern filter_cycles(const Pattern& p, std::function<bool(Time cycle)> keep);
// Values that are lists become simultaneous events.
Pattern uncollect(const Pattern& p);

// Time maps that are not affine: `query` is applied to the asked times, `result` to the times of the events.
using TimeFunction = std::function<Time(Time)>;
Pattern with_query_time(const Pattern& p, TimeFunction query);
Pattern with_event_time(const Pattern& p, TimeFunction result);

// ---- two patterns ---------------------------------------------------------------------------------------------

using Combine = std::function<Value(const Value& left, const Value& right)>;
Pattern app_both(const Pattern& left, const Pattern& right, Combine f);   // structure from both
Pattern app_left(const Pattern& left, const Pattern& right, Combine f);   // structure from the left
Pattern app_right(const Pattern& left, const Pattern& right, Combine f);  // structure from the right

// ---- patterns of patterns -------------------------------------------------------------------------------------

// A pattern of patterns is a pattern of values and the pattern made from each value. `make` has no side effect; its
// results are kept for a while, so that a query does not build them again.
using MakePattern = std::function<Pattern(const Value&)>;

enum class Join : std::uint8_t {
    mix,      // wholes: the common part of outer and inner
    inner,    // wholes of the inner pattern, cut to the outer events
    outer,    // wholes of the outer pattern, values at their beginning
    squeeze,  // one cycle of the inner pattern squeezed into each outer event
    reset,    // the inner cycle begins again at each outer onset
    restart,  // the inner time line begins again at each outer onset
};
Pattern bind(Join how, const Pattern& outer, MakePattern make);
// As bind, where the inner pattern also depends on when the outer event is; nothing is kept.
Pattern bind_events(Join how, const Pattern& outer, std::function<Pattern(const Event&)> make);
inline Pattern inner_bind(const Pattern& p, MakePattern make) { return bind(Join::inner, p, std::move(make)); }
inline Pattern outer_bind(const Pattern& p, MakePattern make) { return bind(Join::outer, p, std::move(make)); }
inline Pattern squeeze_bind(const Pattern& p, MakePattern make) { return bind(Join::squeeze, p, std::move(make)); }

// A function with a patterned argument: where the argument is one constant, its plain result; else an inner join.
Pattern patternify(const Pattern& argument, MakePattern make);
Pattern patternify_time(const Pattern& argument, std::function<Pattern(Time)> make);
Pattern patternify_number(const Pattern& argument, std::function<Pattern(double)> make);
// Two patterned arguments, joined over their common structure.
Pattern patternify2(const Pattern& a, const Pattern& b, std::function<Pattern(const Value&, const Value&)> make);

// A number as exact time ("1/3" arrives as the nearest simple fraction); note names count as semitones.
Time time_of(const Value& value);

// The least common multiple of two step counts; absent where one is unknown.
std::optional<Time> common_steps(const std::optional<Time>& a, const std::optional<Time>& b);

}  // namespace phonon::pattern
