// Axes with names and numbers, and curves between them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/svg.hpp"

namespace phonon::api {

struct Axis {
    std::string name;  // with its unit: "frequency, Hz"
    double low = 0, high = 1;
    bool logarithmic = false;
};

struct Curve {
    std::vector<base::Point> points;  // in the axes' numbers; what is not finite is left out
    base::Paint paint = base::Paint::blue;
    std::string label;  // "" for none
};

struct Panel {
    Axis x, y;
    std::vector<Curve> curves;
};

// Panels side by side under a heading; `title` is what a screen reader says.
std::string draw_panels(std::string_view title, std::string_view heading, const std::vector<Panel>& panels);

}  // namespace phonon::api
