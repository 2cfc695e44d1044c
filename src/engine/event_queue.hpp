// The events of one pattern in the order of their frames, asked for one cycle at a time.
#pragma once

#include <deque>
#include <optional>

#include "engine/clock.hpp"
#include "pattern/pattern.hpp"

namespace phonon::engine {

class EventQueue {
public:
    struct Item {
        std::int64_t frame;  // of its onset (or of the fragment's beginning)
        pattern::Event event;
    };

    // `onsets_only`: fragments without an onset are left out.
    EventQueue(pattern::Pattern p, pattern::QueryContext context, bool onsets_only)
        : pattern_(std::move(p)), context_(context), onsets_only_(onsets_only) {}

    // Hands every event that begins before `end_frame` to `use`, in order of time, then of the pattern. `end_cycle` is
    // the clock's time there.
    template <class Use>
    void take_until(const Clock& clock, std::int64_t end_frame, Time end_cycle, Use use) {
        if (!next_cycle_) next_cycle_ = clock.cycle_at(end_frame - 1).floor();
        while (*next_cycle_ < end_cycle) load(clock);
        while (!items_.empty()) {
            // The tempo may have changed since the event was loaded: its frame is worked out when it is due.
            const std::int64_t frame = clock.frame_at(begin_of(items_.front()));
            if (frame >= end_frame) break;
            use(Item{frame, items_.front()});
            items_.pop_front();
        }
    }

    // Forgets what was loaded: time has jumped.
    void restart() {
        next_cycle_.reset();
        items_.clear();
    }

    // The value that holds when time begins: of the last event before `cycle`, else of the first after it.
    std::optional<pattern::Value> value_before(Time cycle) const;
    bool gave_up() const noexcept { return gave_up_; }  // too many events in a cycle, or time beyond what is exact

private:
    static Time begin_of(const pattern::Event& e) noexcept { return e.part.begin; }
    void load(const Clock& clock);

    pattern::Pattern pattern_;
    pattern::QueryContext context_;
    bool onsets_only_;
    bool gave_up_ = false;
    std::optional<Time> next_cycle_;
    std::deque<pattern::Event> items_;
};

}  // namespace phonon::engine
