// A pattern: a function from a span of time to the events in it (the representation of Tidal; McLean & Wiggins,
// "Tidal: Pattern Language for the Live Coding of Music", 2010).
//
// Immutable and shared by reference: copying a Pattern copies a pointer. Queries have no side effect and may run on
// several threads at once. Asking [0,8] at once or in any pieces gives the same events up to fragments.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>

#include "pattern/event.hpp"

namespace phonon::pattern {

// What a query carries down with it. One context belongs to one query on one thread.
struct QueryContext {
    // LANGUAGE.md 6: events a cycle. Beyond that a pattern is cut short, so that `bd*1e9` cannot stop the music.
    static constexpr std::uint32_t events_per_cycle = 1u << 16;
    // Cycles and branches visited for each cycle asked: stops patterns that search much and find nothing.
    static constexpr std::uint32_t visits_per_cycle = 1u << 19;

    std::uint64_t seed = 0;                           // `seed:` of the program; shifts every random choice
    double cycles_per_second = 1;                     // for words that speak of seconds (loopAt, fit, splice)
    mutable std::uint32_t budget = events_per_cycle;  // events that may still be made
    mutable std::uint32_t visits = visits_per_cycle;
    mutable bool exhausted = false;   // set when one of the two ran out
    mutable bool overflowed = false;  // set when exact time overflowed somewhere below
    // Set when a signal was read where the query begins, and not where an event does: asked in other pieces, the
    // pattern may give other values.
    mutable bool read_where_asked = false;

    // Takes one event from the budget; false when the query is over.
    bool spend() const noexcept {
        if (budget == 0) {
            exhausted = true;
            return false;
        }
        --budget;
        return true;
    }
    // To be asked once for every turn of a loop over cycles or events; false when the query is over.
    bool visit() const noexcept {
        if (visits == 0 || exhausted) {
            exhausted = true;
            return false;
        }
        --visits;
        return true;
    }
    // False, and noted, when exact time overflowed on the way to `span`.
    bool usable(const TimeSpan& span) const noexcept {
        if (span.begin.valid() && span.end.valid()) return true;
        overflowed = true;
        return false;
    }
};

class Pattern {
public:
    class Node {
    public:
        virtual ~Node() = default;
        // Appends the events of `span` to `out`, touching nothing that stands in it already. `span` is valid and not
        // reversed; it may cross cycles and may have no width.
        virtual void query(const TimeSpan& span, const QueryContext& context, Events& out) const = 0;
        // The value of a pattern that is one constant, once a cycle; nullptr for all others.
        virtual const Value* pure() const noexcept { return nullptr; }
        // True where no query gives an event.
        virtual bool silent() const noexcept { return false; }
    };

    Pattern();  // silence
    explicit Pattern(std::shared_ptr<const Node> node, std::optional<Time> steps = std::nullopt)
        : node_(std::move(node)), steps_(steps) {}

    // Appends to `out`. Invalid spans give nothing and set `context.overflowed`.
    void query(const TimeSpan& span, const QueryContext& context, Events& out) const {
        if (context.usable(span) && !(span.end < span.begin) && !context.exhausted) node_->query(span, context, out);
    }
    // The outermost query: gives `context` the full budget for as many cycles as `span` has (64 at most).
    Events query(const TimeSpan& span, const QueryContext& context = {}) const;

    // Steps a cycle, for stepwise words (Tidal 1.10 `tactus`); absent where unknown.
    const std::optional<Time>& steps() const noexcept { return steps_; }
    Pattern with_steps(std::optional<Time> steps) const { return Pattern(node_, steps); }

    // Lets functions of a pattern take a short way where it is one constant.
    const Value* pure_value() const noexcept { return node_->pure(); }
    bool is_silence() const noexcept { return node_->silent(); }

    // Identity of the shared node: equal pointers are the same pattern.
    const Node* node() const noexcept { return node_.get(); }
    const std::shared_ptr<const Node>& shared_node() const noexcept { return node_; }

private:
    std::shared_ptr<const Node> node_;
    std::optional<Time> steps_;
};

namespace detail {
template <class F>
class FunctionNode final : public Pattern::Node {
public:
    explicit FunctionNode(F f) : f_(std::move(f)) {}
    void query(const TimeSpan& span, const QueryContext& context, Events& out) const override {
        f_(span, context, out);
    }

private:
    F f_;
};
}  // namespace detail

// A pattern from a function (span, context, out) -> void.
template <class F>
Pattern make_pattern(F f, std::optional<Time> steps = std::nullopt) {
    return Pattern(std::make_shared<detail::FunctionNode<F>>(std::move(f)), steps);
}

// Appends what a signal gives for `span`.
inline void push_sample(const TimeSpan& span, Value value, const QueryContext& context, Events& out) {
    context.read_where_asked = true;
    out.push_back({std::nullopt, span, std::move(value)});
}

// Calls f(piece, cycle) for each cycle that `span` touches; a span without width is one piece.
template <class F>
void for_each_cycle(const TimeSpan& span, const QueryContext& context, F f) {
    Time cycle = span.begin.floor();
    Time begin = span.begin;
    do {
        if (!context.visit()) return;
        const Time next = cycle + Time(1);
        if (!next.valid()) {
            context.overflowed = true;
            return;
        }
        f(TimeSpan{begin, next < span.end ? next : span.end}, cycle);
        begin = cycle = next;
    } while (begin < span.end);
}

// Keeps those of the events appended since `from` for which `keep(event)` is true; it may change the event.
template <class F>
void retain_since(Events& out, std::size_t from, F keep) {
    std::size_t kept = from;
    for (std::size_t i = from; i < out.size(); ++i) {
        if (!keep(out[i])) continue;
        if (kept != i) out[kept] = std::move(out[i]);
        ++kept;
    }
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(kept), out.end());
}

}  // namespace phonon::pattern
