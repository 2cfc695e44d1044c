#include "engine/event_queue.hpp"

#include <algorithm>

namespace phonon::engine {

void EventQueue::load(const Clock& clock) {
    pattern::QueryContext context = context_;
    context.cycles_per_second = clock.tempo().to_double();
    pattern::Events found;
    pattern_.query({*next_cycle_, *next_cycle_ + Time(1)}, context, found);
    gave_up_ = gave_up_ || context.exhausted || context.overflowed;
    if (onsets_only_) std::erase_if(found, [](const pattern::Event& e) { return !e.has_onset(); });
    std::stable_sort(found.begin(), found.end(),
                     [](const pattern::Event& a, const pattern::Event& b) { return begin_of(a) < begin_of(b); });
    for (pattern::Event& e : found) items_.push_back(std::move(e));
    *next_cycle_ += Time(1);
}

std::optional<pattern::Value> EventQueue::value_before(Time cycle) const {
    const Time start = cycle.floor();
    for (const pattern::TimeSpan& span :
         {pattern::TimeSpan{start - Time(1), cycle}, pattern::TimeSpan{cycle, start + Time(1)}}) {
        const pattern::QueryContext fresh = context_;
        pattern::Events found;
        pattern_.query(span, fresh, found);
        if (found.empty()) continue;
        const auto by_begin = [](const pattern::Event& a, const pattern::Event& b) {
            return begin_of(a) < begin_of(b);
        };
        if (span.end == cycle) return std::max_element(found.begin(), found.end(), by_begin)->value;
        return std::min_element(found.begin(), found.end(), by_begin)->value;
    }
    return std::nullopt;
}

}  // namespace phonon::engine
