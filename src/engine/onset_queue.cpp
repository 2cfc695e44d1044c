#include "engine/onset_queue.hpp"

#include <algorithm>
#include <cmath>

#include "engine/voice_events.hpp"

namespace phonon::engine {
namespace {

constexpr double earliest_nudge = -1, latest_nudge = 60;  // seconds

std::int64_t nudge_of(const pattern::Event& event, const Clock& clock, ComplaintBook& complaints) {
    const auto seconds = EventControls(event.value).number(control::nudge);
    if (!seconds) return 0;
    if (*seconds < earliest_nudge) complaints.add("a `nudge` of less than -1 s is played as -1 s");
    return std::llround(std::clamp(*seconds, earliest_nudge, latest_nudge) * static_cast<double>(clock.rate()));
}

}  // namespace

std::vector<Onset>& OnsetQueue::take(const Clock& clock, std::int64_t first, std::int64_t end,
                                     std::int64_t patterns_end, ComplaintBook& complaints) {
    ready_.clear();
    const std::int64_t ahead = early_ ? std::llround(-earliest_nudge * static_cast<double>(clock.rate())) : 0;
    const std::int64_t last = std::min(end + ahead, patterns_end);
    queue_.take(clock, first, last, clock.cycle_at(last), [&](EventQueue::Item item) {
        if (item.frame < first) return;
        const std::int64_t later = nudge_of(item.event, clock, complaints);
        (later == 0 && !early_ ? ready_ : waiting_).push_back({item.frame + later, later, std::move(item.event)});
    });
    std::erase_if(waiting_, [&](Onset& o) {
        if (o.frame - o.later >= first) o.frame = clock.frame_at(o.event.part.begin) + o.later;
        if (o.frame >= end) return false;
        if (o.frame < first) {
            if (first == taken_over_) return true;
            complaints.add("a negative `nudge` goes back to before the music began: that event begins with it");
            o.later += first - o.frame;
            o.frame = first;
        }
        ready_.push_back(std::move(o));
        return true;
    });
    return ready_;
}

void OnsetQueue::restart() {
    queue_.restart();
    waiting_.clear();
}

void OnsetQueue::adopt(OnsetQueue& before) {
    waiting_ = std::move(before.waiting_);
    // Events of a later time are asked for anew.
    std::erase_if(waiting_, [&](const Onset& o) { return o.frame - o.later >= taken_over_; });
}

}  // namespace phonon::engine
