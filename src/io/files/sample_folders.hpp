// Where samples are looked for on this machine, in order.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/samples/library.hpp"

namespace phonon::io {

// The value of a variable of the environment, "" where it is not set.
using Environment = std::function<std::string(const char* name)>;
std::string environment_variable(const char* name);

// `options` (--samples DIR), PHONON_SAMPLES (several with `:` between), ./samples, the user's data folder
// (XDG_DATA_HOME/phonon/samples), then installed packs (phonon/samples beneath XDG_DATA_DIRS, Debian's
// sonic-pi-samples). What was named by hand is listed even where it is missing, so that adding it says so; of the
// others only those that exist.
std::vector<engine::SampleFolder> sample_folders(const std::vector<std::filesystem::path>& options,
                                                 const Environment& environment = environment_variable);

}  // namespace phonon::io
