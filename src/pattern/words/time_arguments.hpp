// What the topics of pattern words share: functions of exact time as rows of the table.
#pragma once

#include "pattern/combine.hpp"
#include "pattern/word.hpp"

namespace phonon::pattern {

using Args = std::span<const Arg>;

// The `apply` of a word whose one argument is exact time.
template <Pattern (*F)(const Pattern&, Time)>
Pattern by_time(Args a, const Pattern& p) {
    return patternify_time(a[0].pattern(), [p](Time t) { return F(p, t); });
}

// ... and with two of them.
template <Pattern (*F)(const Pattern&, Time, Time)>
Pattern by_times(Args a, const Pattern& p) {
    return patternify2(a[0].pattern(), a[1].pattern(),
                       [p](const Value& x, const Value& y) { return F(p, time_of(x), time_of(y)); });
}

}  // namespace phonon::pattern
