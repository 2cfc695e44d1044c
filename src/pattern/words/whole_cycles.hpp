// For words that look at which events sound together: they are shown whole cycles, so that what they make of them does
// not depend on the fragment that is asked for.
#pragma once

#include "pattern/combine.hpp"

namespace phonon::pattern {

// f(Events&& events_of_the_cycle, context, out) appends what it makes of them.
template <class F>
Pattern by_whole_cycles(const Pattern& p, F f) {
    return make_pattern(
        [p, f = std::move(f)](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                Events events;
                p.query({cycle, cycle + Time(1)}, context, events);
                const std::size_t from = out.size();
                f(std::move(events), context, out);
                retain_since(out, from, [&](Event& e) {
                    const auto seen = intersect(e.part, piece);
                    if (seen) e.part = *seen;
                    return seen.has_value();
                });
            });
        },
        p.steps());
}

}  // namespace phonon::pattern
