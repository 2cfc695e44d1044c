// The events of patterns as a picture: time to the right, what sounds from top to bottom.
#pragma once

#include <string>
#include <vector>

#include "api/event_list.hpp"

namespace phonon::api {

// SVG. Sounds with notes have a row for each semitone, others one row a sound; continuous patterns are curves.
std::string piano_roll(const std::vector<EventListing>& listings, const pattern::TimeSpan& cycles);

}  // namespace phonon::api
