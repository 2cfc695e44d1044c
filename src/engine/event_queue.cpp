#include "engine/event_queue.hpp"

#include <algorithm>

namespace phonon::engine {
namespace {

const Time widest(1), narrowest(1, 64), first_width(1, 16);  // cycles
constexpr std::size_t dense = 64, sparse = 20;               // events in a window
constexpr std::size_t turns = 16;

}  // namespace

EventQueue::EventQueue(pattern::Pattern p, pattern::QueryContext context, Takes takes, std::size_t turn)
    : pattern_(std::move(p)),
      context_(context),
      takes_(takes),
      first_part_(static_cast<std::int64_t>(turn % turns + 1), static_cast<std::int64_t>(turns)),
      width_(first_width),
      whole_cycles_(takes == Takes::fragments) {}

void EventQueue::restart() {
    asked_until_.reset();
    items_.clear();
    next_ = 0;
}

// Onsets are asked for from just before the first that counts; fragments from the cycle's beginning, because what began
// before is held.
void EventQueue::begin(const Clock& clock, std::int64_t first_frame, std::int64_t end_frame) {
    if (takes_ == Takes::fragments) {
        asked_until_ = clock.cycle_at(end_frame - 1).floor();
        return;
    }
    const Time now = clock.cycle_at(first_frame), a_frame = clock.cycle_at(first_frame + 1) - now;
    asked_until_ = std::max(now.floor(), ((now - a_frame) / narrowest).floor() * narrowest);
    context_.cycles_per_second = clock.tempo().to_double();
    made_ = 0;
}

Time EventQueue::next_window_end() const {
    const Time begin = *asked_until_, cycle = begin.floor();
    if (whole_cycles_) return cycle + Time(1);
    // Only the first window differs: the others follow at equal distances.
    const Time width = begin == cycle && width_ < widest ? width_ * first_part_ : width_;
    return std::min(begin + width, cycle + Time(1));
}

void EventQueue::adapt(std::size_t found) {
    if (found > dense && width_ > narrowest) width_ = width_ / Time(2);
    if (found < sparse && width_ < widest) width_ = width_ * Time(2);
}

void EventQueue::ask(const Clock& clock) {
    const Time begin = *asked_until_, cycle = begin.floor();
    if (begin == cycle) {
        // Words that speak of seconds have one tempo a cycle.
        context_.cycles_per_second = clock.tempo().to_double();
        made_ = 0;
    }
    const Time end = next_window_end();
    pattern::QueryContext context = context_;
    pattern::Events found;
    pattern_.query({begin, end}, context, found);
    asked_until_ = end;
    if (context.read_where_asked && !whole_cycles_) {
        whole_cycles_ = true;
        context = context_;
        found.clear();
        pattern_.query({cycle, cycle + Time(1)}, context, found);
        asked_until_ = cycle + Time(1);
    }
    if (takes_ == Takes::onsets)
        std::erase_if(found, [&](const pattern::Event& e) { return !e.has_onset() || e.part.begin < begin; });
    if (!whole_cycles_ && end - begin == width_) adapt(found.size());
    made_ += found.size();
    const bool too_many = context.exhausted || made_ > pattern::QueryContext::events_per_cycle;
    if (too_many) asked_until_ = cycle + Time(1);
    gave_up_ = gave_up_ || too_many || context.overflowed;
    std::stable_sort(found.begin(), found.end(),
                     [](const pattern::Event& a, const pattern::Event& b) { return begin_of(a) < begin_of(b); });
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(next_));
    next_ = 0;
    std::move(found.begin(), found.end(), std::back_inserter(items_));
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
