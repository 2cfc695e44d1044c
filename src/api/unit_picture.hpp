// A picture of what a unit does, drawn from the running unit: a filter's response, a shaper's curve, an envelope's
// course, an oscillator's wave, a room's decay.
#pragma once

#include <string_view>

#include "api/outcome.hpp"

namespace phonon::api {

// The text of the outcome is an SVG file.
Outcome unit_picture(std::string_view word);

}  // namespace phonon::api
