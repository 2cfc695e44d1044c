#include "base/svg.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <vector>

using namespace phonon::base;

namespace {

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

}  // namespace

TEST_CASE("a picture opens and closes its tags, and can be drawn on after it was read") {
    Svg picture(100, 50, "a line");
    const std::string before = picture.document();
    picture.line({0, 0}, {10.126, 5}, Paint::blue, 2);
    const std::string after = picture.document();
    CHECK(before.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\""));
    CHECK(after.ends_with("</svg>\n"));
    CHECK(count(after, "</svg>") == 1);
    CHECK(count(before, "<line") == 0);
    CHECK(count(after, "<line x1=\"0\" y1=\"0\" x2=\"10.13\" y2=\"5\" class=\"l-blue\" stroke-width=\"2\"/>") == 1);
}
TEST_CASE("text cannot break out of its place") {
    Svg picture(10, 10, "a < b & \"c\"");
    picture.text({1, 2}, "</text><script>\x01'", Align::right);
    const std::string all = picture.document();
    CHECK(count(all, "<title>a &lt; b &amp; &quot;c&quot;</title>") == 1);
    CHECK(count(all, ">&lt;/text&gt;&lt;script&gt;&apos;</text>") == 1);
    CHECK(count(all, "<script") == 0);
    CHECK(count(all, "text-anchor=\"end\"") == 1);
}
TEST_CASE("points that are not finite break a line and draw nothing") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    Svg picture(10, 10, "");
    picture.polyline(std::vector<Point>{{0, 0}, {1, 1}, {2, nan}, {nan, 3}, {4, 4}, {5, 5}}, Paint::green);
    picture.line({nan, 0}, {1, 1}, Paint::ink);
    const std::string all = picture.document();
    CHECK(count(all, "<polyline") == 2);
    CHECK(count(all, "points=\"0,0 1,1\"") == 1);
    CHECK(count(all, "points=\"4,4 5,5\"") == 1);
    CHECK(count(all, "<line") == 0);
    CHECK(count(all, "nan") == 0);
}
TEST_CASE("every paint has a colour for light and for dark paper") {
    const std::string all = Svg(10, 10, "").document();
    for (const char* paint : {"paper", "ink", "faint", "blue", "orange", "green", "purple"}) {
        CHECK(count(all, std::string(".l-") + paint + "{") == 2);
        CHECK(count(all, std::string(".f-") + paint + "{") == 2);
    }
}
