// A logged set, rendered again.
#pragma once

#include <string>

#include "api/outcome.hpp"
#include "api/settings.hpp"

namespace phonon::api {

// `output` "": nowhere. Says whether the sound is what the log's hashes say.
Outcome replay(const Settings& settings, const std::string& log, const std::string& output, int threads);

}  // namespace phonon::api
