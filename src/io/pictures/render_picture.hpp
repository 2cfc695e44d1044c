// A render as a picture: the wave and the spectrogram of both channels over one axis of time.
#pragma once

#include <string>

#include "engine/overview.hpp"
#include "io/pictures/canvas.hpp"

namespace phonon::io {

inline constexpr int render_picture_columns = 1400;  // of an overview that fills the picture

// `title` and `subtitle` are labels of one line (ASCII).
Canvas draw_render(const engine::Overview& overview, const std::string& title, const std::string& subtitle);

}  // namespace phonon::io
