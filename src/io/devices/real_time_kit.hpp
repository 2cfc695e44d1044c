// RealtimeKit: the service of desktops that lets the threads of ordinary users run in real time.
#pragma once

#include <set>

namespace phonon::io {

// Asks for all of `threads` (of this process); false where there is no such service or it refuses one of them. The
// service demands that a thread which computes without a pause is stopped; the one that does so loses its priority.
bool ask_real_time_kit(const std::set<int>& threads, int priority);

}  // namespace phonon::io
