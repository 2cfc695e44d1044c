// The events of one pattern in the order of their frames, asked for a window of a cycle at a time.
//
// Where only onsets count, windows are made as narrow as the pattern is dense, so that the work of asking is spread
// over the cycle. How wide they are changes no event: a pattern gives the same in any pieces, except where it says that
// a signal was read where the query began (QueryContext::read_where_asked); such a pattern is asked for whole cycles.
// Values with their fragments are always asked for whole cycles, for a window's edge would look like a fragment's.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/clock.hpp"
#include "pattern/pattern.hpp"

namespace phonon::engine {

class EventQueue {
public:
    struct Item {
        std::int64_t frame;  // of its onset (or of the fragment's beginning)
        pattern::Event event;
    };
    enum class Takes : std::uint8_t {
        onsets,     // fragments without an onset are left out
        fragments,  // every part of an event
    };

    // `turn`: queues with different turns ask at different times.
    EventQueue(pattern::Pattern p, pattern::QueryContext context, Takes takes, std::size_t turn = 0);

    // Hands every event that begins in [first_frame, end_frame) to `use`, in order of time, then of the pattern;
    // fragments that began before too, where time begins inside a cycle. `end_cycle` is the clock's time at
    // `end_frame`.
    template <class Use>
    void take(const Clock& clock, std::int64_t first_frame, std::int64_t end_frame, Time end_cycle, Use use) {
        if (!asked_until_) begin(clock, first_frame, end_frame);
        while (*asked_until_ < end_cycle) ask(clock);
        while (next_ < items_.size()) {
            // The tempo may have changed since the event was loaded: its frame is worked out when it is due.
            const std::int64_t frame = clock.frame_at(begin_of(items_[next_]));
            if (frame >= end_frame) return;
            use(Item{frame, std::move(items_[next_])});
            ++next_;
        }
    }

    // Forgets what was loaded: time has jumped.
    void restart();

    // The value that holds when time begins: of the last event before `cycle`, else of the first after it.
    std::optional<pattern::Value> value_before(Time cycle) const;
    bool gave_up() const noexcept { return gave_up_; }  // too many events in a cycle, or time beyond what is exact

private:
    static Time begin_of(const pattern::Event& e) noexcept { return e.part.begin; }
    void begin(const Clock& clock, std::int64_t first_frame, std::int64_t end_frame);
    void ask(const Clock& clock);
    Time next_window_end() const;
    void adapt(std::size_t found);

    pattern::Pattern pattern_;
    pattern::QueryContext context_;
    Takes takes_;
    Time first_part_;  // of its width, that the first window of a cycle has
    Time width_;
    bool whole_cycles_;
    bool gave_up_ = false;
    std::optional<Time> asked_until_;
    std::size_t made_ = 0;  // events of the present cycle
    std::vector<pattern::Event> items_;
    std::size_t next_ = 0;  // of the items: those before are taken
};

}  // namespace phonon::engine
