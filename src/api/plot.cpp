#include "api/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace phonon::api {
namespace {

using base::Align;
using base::Paint;
using base::Point;

constexpr double panel_width = 420, panel_height = 260, left = 58, right = 16, above = 44, below = 46;

// 0 ... 1 along an axis.
double along(const Axis& a, double value) {
    if (!a.logarithmic) return (value - a.low) / (a.high - a.low);
    return std::log(value / a.low) / std::log(a.high / a.low);
}

// Round numbers, five or so to an axis.
std::vector<double> ticks(const Axis& a) {
    std::vector<double> at;
    if (a.logarithmic) {
        for (double decade = std::pow(10, std::floor(std::log10(a.low))); decade <= a.high; decade *= 10)
            for (const double m : {1.0, 2.0, 5.0})
                if (decade * m >= a.low * 0.999 && decade * m <= a.high * 1.001) at.push_back(decade * m);
        return at;
    }
    const double rough = (a.high - a.low) / 5, power = std::pow(10, std::floor(std::log10(rough)));
    const double step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
    for (double t = std::ceil(a.low / step - 1e-9) * step; t <= a.high + step * 1e-9; t += step)
        at.push_back(std::abs(t) < step * 1e-9 ? 0 : t);
    return at;
}

std::string tick_text(double t) {
    return std::abs(t) >= 1000 ? fmt::format("{:g}k", t / 1000) : fmt::format("{:g}", t);
}

// The part of a curve that lies inside the panel: what leaves it is held at its edge.
void draw(base::Svg& svg, const Panel& panel, double shift) {
    const double x0 = shift + left, x1 = shift + panel_width - right, y0 = panel_height - below, y1 = above;
    const auto place = [&](double x, double y) {
        return Point{x0 + (x1 - x0) * along(panel.x, x), y0 + (y1 - y0) * std::clamp(along(panel.y, y), 0.0, 1.0)};
    };
    for (const double t : ticks(panel.x)) {
        const Point p = place(t, panel.y.low);
        svg.line(p, {p.x, y1}, Paint::faint, 0.5);
        svg.text({p.x, y0 + 15}, tick_text(t), Align::centre, Paint::ink, 10);
    }
    for (const double t : ticks(panel.y)) {
        const Point p = place(panel.x.low, t);
        svg.line(p, {x1, p.y}, Paint::faint, 0.5);
        svg.text({x0 - 6, p.y + 3.5}, tick_text(t), Align::right, Paint::ink, 10);
    }
    svg.line({x0, y0}, {x1, y0}, Paint::ink);
    svg.line({x0, y0}, {x0, y1}, Paint::ink);
    svg.text({(x0 + x1) / 2, y0 + 33}, panel.x.name, Align::centre, Paint::ink, 11);
    svg.text({x0 - 46, y1 - 8}, panel.y.name, Align::left, Paint::ink, 11);
    double label = x1;
    for (auto c = panel.curves.rbegin(); c != panel.curves.rend(); ++c) {
        if (c->label.empty()) continue;
        svg.text({label, y1 - 8}, c->label, Align::right, c->paint, 11);
        label -= 7.0 * static_cast<double>(c->label.size()) + 10;
    }
    for (const Curve& c : panel.curves) {
        std::vector<Point> points;
        for (const Point& p : c.points)
            if (p.x <= panel.x.high) points.push_back(place(p.x, p.y));
        svg.polyline(points, c.paint, c.paint == Paint::faint ? 1 : 1.5);
    }
}

}  // namespace

std::string draw_panels(std::string_view title, std::string_view heading, const std::vector<Panel>& panels) {
    const double width = panel_width * static_cast<double>(panels.size());
    base::Svg svg(width, panel_height, title);
    // A letter is 0.6 of its height wide or less.
    const double fits = (width - 24) / (0.6 * static_cast<double>(heading.size()));
    svg.text({12, 18}, heading, Align::left, Paint::ink, std::min(13.0, fits));
    for (std::size_t i = 0; i < panels.size(); ++i) draw(svg, panels[i], panel_width * static_cast<double>(i));
    return svg.document();
}

}  // namespace phonon::api
