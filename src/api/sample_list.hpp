// The banks of sounds that are found, and where: `phonon samples`.
#pragma once

#include "api/outcome.hpp"
#include "api/settings.hpp"

namespace phonon::api {

Outcome list_samples(const Settings& settings, phonon_form form);

}  // namespace phonon::api
