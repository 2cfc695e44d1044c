// What a caller of the C interface has chosen for all calls.
#pragma once

#include <string>
#include <vector>

namespace phonon::api {

struct Settings {
    std::vector<std::string> sample_folders;
    bool colour = false;
    bool tidal_octaves = false;
};

}  // namespace phonon::api
