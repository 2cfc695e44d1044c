#include "pattern/refused.hpp"

namespace phonon::pattern {

Pattern too_many_events() {
    return make_pattern([](const TimeSpan&, const QueryContext& context, Events&) {
        context.budget = 0;
        context.exhausted = true;
    });
}

Pattern inexact_time() {
    return make_pattern([](const TimeSpan&, const QueryContext& context, Events&) { context.overflowed = true; });
}

}  // namespace phonon::pattern
