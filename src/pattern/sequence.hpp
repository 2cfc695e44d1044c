// A sequence as Strudel makes it, for the strings that only Strudel reads.
#pragma once

#include "pattern/combine.hpp"

namespace phonon::pattern {

// As timecat. The whole of an event that leaves the cycle of its query is squeezed relative to that cycle, as fastcat
// does it, and not relative to the cycle in which it begins.
Pattern timecat_by_query(std::vector<Weighted> parts);

}  // namespace phonon::pattern
