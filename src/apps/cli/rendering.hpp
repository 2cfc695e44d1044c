// A render as a terminal sees it: the progress bar, Ctrl+C, the report. Shared by `render` and `demo`.
#pragma once

#include <string>

#include "apps/cli/command.hpp"

namespace phonon::cli {

// Renders `text`, or the file `path` where it is null, as `options` say; their callbacks are set here. After Ctrl+C no
// file is left and the process ends by the signal, as shells expect.
Status render_and_report(const Settings& settings, const std::string& path, const char* text,
                         phonon_render_options options);

}  // namespace phonon::cli
