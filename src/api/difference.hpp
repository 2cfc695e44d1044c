// What differs between two programs or two renders: `phonon diff`.
#pragma once

#include "api/outcome.hpp"
#include "api/program.hpp"

namespace phonon::api {

Outcome difference(const Settings& settings, const std::string& first, const std::string& second,
                   const phonon_diff_options& options);

}  // namespace phonon::api
