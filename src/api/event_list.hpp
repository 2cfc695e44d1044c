// The events of programs and expressions, as exact fractions of a cycle: `phonon events`.
#pragma once

#include <optional>
#include <string_view>

#include "api/outcome.hpp"
#include "api/program.hpp"
#include "pattern/event.hpp"

namespace phonon::api {

// "0:4", "1/2:3/4", "4" (the first four); nullopt where it is no such span, or more than 10,000 cycles.
std::optional<pattern::TimeSpan> read_cycles(std::string_view text);

Outcome program_events(const Settings& settings, const Source& source, const pattern::TimeSpan& cycles,
                       phonon_form form);
Outcome expression_events(const Settings& settings, std::string_view expression, const pattern::TimeSpan& cycles,
                          phonon_form form);

}  // namespace phonon::api
