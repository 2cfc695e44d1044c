// Lists of events, and the three levels at which two of them agree.
#pragma once

#include <string>
#include <vector>

#include "pattern/pattern.hpp"

namespace phonon::test {

using pattern::Event;
using pattern::Events;
using pattern::Pattern;
using pattern::TimeSpan;

enum class Agreement { none, onsets, joined, equal };

// Asks every span apart.
Events query_spans(const Pattern& pattern, const std::vector<TimeSpan>& spans);
// Joins touching fragments of one event; order is not kept.
Events join_fragments(const Events& events);
// Times are compared within 1e-9 cycles where `exact` is false; numbers within 1e-9 of their size.
Agreement compare(const Events& actual, const Events& expected, bool exact);
std::string describe(const Events& events, std::size_t most = 12);

}  // namespace phonon::test
