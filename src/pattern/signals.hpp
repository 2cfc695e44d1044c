// Continuous patterns: a value at every time, no onsets. Read at the beginning of what is asked, as Tidal 1.10 does.
#pragma once

#include "pattern/combine.hpp"

namespace phonon::pattern {

// f(time in cycles) -> value.
Pattern signal(std::function<double(Time)> f);

// Once a cycle, 0 ... 1.
Pattern sine_signal();
Pattern cosine_signal();
Pattern saw_signal();     // rises
Pattern isaw_signal();    // falls
Pattern tri_signal();     // up, then down
Pattern square_signal();  // 0, then 1
// Rises from 0 to 1 during the first cycle, then stays at 1.
Pattern rise_signal();
// `p` (0 ... 1) as -1 ... 1.
Pattern bipolar(const Pattern& p);
// `p` (0 ... 1) as lo ... hi.
Pattern range_pattern(const Pattern& p, const Pattern& lo, const Pattern& hi);

}  // namespace phonon::pattern
