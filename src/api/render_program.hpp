// A program rendered: checked, played, written to files.
#pragma once

#include "api/outcome.hpp"
#include "api/program.hpp"

namespace phonon::api {

Outcome render_program(const Settings& settings, const Source& source, const phonon_render_options& options);

}  // namespace phonon::api
