#include "pattern/event.hpp"

namespace phonon::pattern {

std::optional<TimeSpan> intersect(const TimeSpan& a, const TimeSpan& b) noexcept {
    const TimeSpan common{a.begin < b.begin ? b.begin : a.begin, a.end < b.end ? a.end : b.end};
    if (common.begin > common.end) return std::nullopt;
    if (common.begin == common.end) {
        // A shared point counts only when it is no end of a span that has a width.
        if (common.begin == a.end && a.begin < a.end) return std::nullopt;
        if (common.begin == b.end && b.begin < b.end) return std::nullopt;
    }
    return common;
}

}  // namespace phonon::pattern
