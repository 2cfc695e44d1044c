// The events of programs and expressions, as exact fractions of a cycle: `phonon events`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/outcome.hpp"
#include "api/program.hpp"
#include "pattern/event.hpp"

namespace phonon::api {

// "0:4", "1/2:3/4", "4" (the first four); nullopt where it is no such span, or more than 10,000 cycles.
std::optional<pattern::TimeSpan> read_cycles(std::string_view text);

// What one bus or stem plays.
struct EventListing {
    std::string name;
    pattern::Events events;
    std::optional<pattern::Time> crowded;  // the first cycle of more than 65,536 events; those behind it are not asked
    std::optional<pattern::Time> inexact;  // the first cycle with times too fine or too far to be exact
};
// Of every bus and stem that plays events, in the program's order.
std::vector<EventListing> events_of(const lang::Program& program, const pattern::TimeSpan& cycles);

// `0/1 - 1/4     s bd`, without a newline.
std::string event_text(const pattern::Event& event);
// {"whole":["0/1","1/4"],"part":["0/1","1/4"],"value":{"s":"bd"}}
std::string event_json(const pattern::Event& event);

Outcome program_events(const Settings& settings, const Source& source, const pattern::TimeSpan& cycles,
                       phonon_form form);
Outcome expression_events(const Settings& settings, std::string_view expression, const pattern::TimeSpan& cycles,
                          phonon_form form);

}  // namespace phonon::api
