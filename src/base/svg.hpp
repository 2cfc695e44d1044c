// A small picture as SVG text: curves, piano rolls, spectra. Colours are named by their part in the picture, so that
// one file reads well on light paper and, where the viewer prefers it, on dark.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace phonon::base {

enum class Paint : std::uint8_t {
    paper,  // the background
    ink,    // axes and text
    faint,  // grids, and text that may be overlooked
    blue,   // four colours for what the picture shows; distinct for colour-blind readers (Okabe and Ito, 2008)
    orange,
    green,
    purple,
};

enum class Align : std::uint8_t { left, centre, right };

// In pixels, y downwards.
struct Point {
    double x = 0, y = 0;
};

class Svg {
public:
    // `title` is what a screen reader says of the picture.
    Svg(double width, double height, std::string_view title);

    void line(Point from, Point to, Paint paint, double width = 1);
    // Points that are not finite break the line.
    void polyline(std::span<const Point> points, Paint paint, double width = 1.5);
    void rect(Point corner, double width, double height, Paint fill, double opacity = 1);
    // `at` is the base line's left end, middle or right end.
    void text(Point at, std::string_view text, Align align = Align::left, Paint paint = Paint::ink, double size = 12);

    // The whole file. The picture can be drawn on after it.
    std::string document() const;

private:
    std::string body_;
};

// What may stand between the tags of an XML file and inside quotes; bytes that XML forbids are left out.
std::string xml_escaped(std::string_view text);

}  // namespace phonon::base
