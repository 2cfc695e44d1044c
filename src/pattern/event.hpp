// An event: when it is heard whole, which part of it this query saw, and what it carries.
#pragma once

#include <optional>
#include <vector>

#include "base/fraction.hpp"
#include "pattern/value.hpp"

namespace phonon::pattern {

using Time = base::Fraction;  // in cycles

struct TimeSpan {
    Time begin;
    Time end;

    Time duration() const noexcept { return end - begin; }
    friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

// The common part; nullopt where the spans only touch or lie apart (a zero-width span may lie inside or at the
// beginning of another, as in Tidal's subArc).
std::optional<TimeSpan> intersect(const TimeSpan& a, const TimeSpan& b) noexcept;

struct Event {
    std::optional<TimeSpan> whole;  // absent: a sample of a continuous pattern
    TimeSpan part;
    Value value;

    bool has_onset() const noexcept { return whole && whole->begin == part.begin; }
    const TimeSpan& whole_or_part() const noexcept { return whole ? *whole : part; }
    // A slowed event inside a sequence has later parts outside of its whole, as in Tidal. What is combined with such a
    // part is looked for in the whole and never found, so the part is lost there.
    bool is_apart() const noexcept { return whole && !(part == *whole) && !intersect(*whole, part); }
};

using Events = std::vector<Event>;

}  // namespace phonon::pattern
