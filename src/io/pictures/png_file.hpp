// Writes a picture as a PNG file, by libpng.
#pragma once

#include <string>

#include "base/result.hpp"
#include "io/files/new_file.hpp"
#include "io/pictures/canvas.hpp"

namespace phonon::io {

// Fills the file; the caller publishes it. Fails with a sentence that names the file.
base::Result<void, std::string> write_png(NewFile& file, const Canvas& picture);

}  // namespace phonon::io
