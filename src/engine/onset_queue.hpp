// The events of one pattern in the order in which they start voices: each on its own frame, or before or after it by
// its `nudge`.
//
// Where events may be nudged to before their time they are asked for a second ahead, and wait. Their frames follow the
// tempo while they do; a tempo that changes between an early onset and the event's own time was not foreseen.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/complaints.hpp"
#include "engine/event_queue.hpp"

namespace phonon::engine {

struct Onset {
    std::int64_t frame;  // in which the voice starts
    std::int64_t later;  // than the event's own frame; below 0: before it
    pattern::Event event;
};

class OnsetQueue {
public:
    // `early`: whether any event may be nudged to before its time.
    OnsetQueue(pattern::Pattern p, pattern::QueryContext context, std::size_t turn, bool early)
        : queue_(std::move(p), context, EventQueue::Takes::onsets, turn), early_(early) {}

    // What starts in [first, end), of events whose own time is before `patterns_end`; valid until the next call.
    std::vector<Onset>& take(const Clock& clock, std::int64_t first, std::int64_t end, std::int64_t patterns_end,
                             ComplaintBook& complaints);

    // Forgets what was loaded: time has jumped.
    void restart();

    // From `frame` on this queue is asked in place of others: what started before was theirs.
    void take_over(std::int64_t frame) { taken_over_ = frame; }
    // What `before` has put off to after that frame still comes.
    void adopt(OnsetQueue& before);

    bool gave_up() const noexcept { return queue_.gave_up(); }

private:
    EventQueue queue_;
    bool early_;
    std::int64_t taken_over_ = -1;
    std::vector<Onset> waiting_;  // in the order of their own times
    std::vector<Onset> ready_;
};

}  // namespace phonon::engine
