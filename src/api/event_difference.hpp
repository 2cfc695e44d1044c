// Which events two programs do not share.
#pragma once

#include <string>
#include <vector>

#include "api/event_list.hpp"

namespace phonon::api {

struct OwnEvent {
    std::string source;  // the bus or stem
    bool in_second = false;
    pattern::Event event;
};

// Events of sources of one name are compared as they are written, whole, part and value; what only one side has, in the
// order of time.
std::vector<OwnEvent> difference_of(const std::vector<EventListing>& first, const std::vector<EventListing>& second);

}  // namespace phonon::api
