// A picture in memory: dots, boxes and labels.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace phonon::io {

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
};

// Where a label stands about its point.
enum class Align : std::uint8_t { left, centre, right };

class Canvas {
public:
    Canvas(int width, int height, Colour background);

    int width() const noexcept { return width_; }
    int height() const noexcept { return height_; }
    // What lies outside is let pass.
    void dot(int x, int y, Colour colour) noexcept;
    void box(int x, int y, int width, int height, Colour colour) noexcept;
    // ASCII in dots of `scale` x `scale`; (x, y) is on its upper edge. What is no ASCII is shown as empty boxes.
    void label(int x, int y, std::string_view text, Colour colour, Align align = Align::left, int scale = 2) noexcept;
    // Of a label, in dots of the picture.
    static int label_width(std::string_view text, int scale = 2) noexcept;
    static int label_height(int scale = 2) noexcept;

    // Row by row from above, red, green, blue.
    const std::vector<std::uint8_t>& bytes() const noexcept { return bytes_; }

private:
    int width_, height_;
    std::vector<std::uint8_t> bytes_;
};

}  // namespace phonon::io
