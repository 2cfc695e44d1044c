#include "io/pictures/canvas.hpp"

#include "io/pictures/font.hpp"

namespace phonon::io {

Canvas::Canvas(int width, int height, Colour background)
    : width_(width), height_(height), bytes_(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    box(0, 0, width, height, background);
}

void Canvas::dot(int x, int y, Colour colour) noexcept {
    if (x < 0 || y < 0 || x >= width_ || y >= height_) return;
    std::uint8_t* at = bytes_.data() + 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                                            static_cast<std::size_t>(x));
    at[0] = colour.red;
    at[1] = colour.green;
    at[2] = colour.blue;
}

void Canvas::box(int x, int y, int width, int height, Colour colour) noexcept {
    for (int row = y; row < y + height; ++row)
        for (int column = x; column < x + width; ++column) dot(column, row, colour);
}

void Canvas::label(int x, int y, std::string_view text, Colour colour, Align align, int scale) noexcept {
    const int width = label_width(text, scale);
    if (align == Align::centre) x -= width / 2;
    if (align == Align::right) x -= width;
    for (const char c : text) {
        for (int row = 0; row < glyph_height; ++row)
            for (int column = 0; column < glyph_width; ++column)
                if (glyph_dot(c, column, row)) box(x + column * scale, y + row * scale, scale, scale, colour);
        x += (glyph_width + 1) * scale;
    }
}

int Canvas::label_width(std::string_view text, int scale) noexcept {
    return text.empty() ? 0 : (static_cast<int>(text.size()) * (glyph_width + 1) - 1) * scale;
}
int Canvas::label_height(int scale) noexcept { return glyph_height * scale; }

}  // namespace phonon::io
