// Cases in the JSON form of tests/data/conformance (see its README).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/pattern/event_lists.hpp"

namespace phonon::conformance {

using Json = nlohmann::json;

struct Case {
    std::string id, group, base;
    bool rejects = false;  // the string must be refused
    bool strudel_only = false;  // Tidal has no answer
    bool exact = true;     // times are exact; some of Tidal's come from floating point
    Json pattern, transform;
    std::vector<pattern::TimeSpan> spans;
    pattern::Events expected;
};

// Faults of the file end the program with a message.
std::vector<Case> read_cases(const std::string& path);

// The one name under which a control with several names is compared: `lpf` and `cutoff`.
std::string main_name(const std::string& name);
// The events with every control under its main name.
pattern::Events with_main_names(pattern::Events events);

}  // namespace phonon::conformance
