// What takes the place of a pattern that cannot be: a query of it says why, as those that meet the limit themselves do.
#pragma once

#include "pattern/pattern.hpp"

namespace phonon::pattern {

// More events in a cycle than there may be (QueryContext::exhausted).
Pattern too_many_events();
// A time that is too fine, or too far, to be exact (QueryContext::overflowed).
Pattern inexact_time();

}  // namespace phonon::pattern
