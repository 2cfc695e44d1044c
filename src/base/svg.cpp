#include "base/svg.hpp"

#include <cmath>

#include <fmt/format.h>

namespace phonon::base {
namespace {

std::string_view name_of(Paint paint) {
    switch (paint) {
        case Paint::paper: return "paper";
        case Paint::ink: return "ink";
        case Paint::faint: return "faint";
        case Paint::blue: return "blue";
        case Paint::orange: return "orange";
        case Paint::green: return "green";
        case Paint::purple: return "purple";
    }
    return "ink";
}

std::string_view name_of(Align align) {
    return align == Align::left ? "start" : align == Align::centre ? "middle" : "end";
}

// `l-` for what is stroked and `f-` for what is filled.
std::string rules(std::string_view paint, std::string_view colour) {
    return fmt::format(".l-{0}{{stroke:{1};fill:none}}.f-{0}{{fill:{1}}}", paint, colour);
}

std::string style() {
    const std::string light = rules("paper", "#ffffff") + rules("ink", "#1c2128") + rules("faint", "#c4cad1") +
                              rules("blue", "#0072b2") + rules("orange", "#d55e00") + rules("green", "#009e73") +
                              rules("purple", "#a8447e");
    const std::string dark = rules("paper", "#14181d") + rules("ink", "#e3e7eb") + rules("faint", "#434b55") +
                             rules("blue", "#56b4e9") + rules("orange", "#f08a3c") + rules("green", "#2fc99a") +
                             rules("purple", "#de8fba");
    return "<style>text{font-family:sans-serif}" + light + "@media(prefers-color-scheme:dark){" + dark + "}</style>\n";
}

// A hundredth of a pixel is finer than any screen, and short numbers make small files.
std::string number(double x) {
    if (!std::isfinite(x)) return "0";
    std::string s = fmt::format("{:.2f}", x);
    while (s.back() == '0') s.pop_back();
    if (s.back() == '.') s.pop_back();
    return s == "-0" ? "0" : s;
}

bool finite(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

}  // namespace

Svg::Svg(double width, double height, std::string_view title) {
    const std::string w = number(width), h = number(height);
    body_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\">\n"
        "<title>{2}</title>\n{3}",
        w, h, xml_escaped(title), style());
    rect({0, 0}, width, height, Paint::paper);
}

void Svg::line(Point from, Point to, Paint paint, double width) {
    if (!finite(from) || !finite(to)) return;
    body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"l-{}\" stroke-width=\"{}\"/>\n",
                         number(from.x), number(from.y), number(to.x), number(to.y), name_of(paint), number(width));
}

void Svg::polyline(std::span<const Point> points, Paint paint, double width) {
    for (std::size_t i = 0; i < points.size();) {
        std::string run;
        for (; i < points.size() && finite(points[i]); ++i)
            run += (run.empty() ? "" : " ") + number(points[i].x) + ',' + number(points[i].y);
        while (i < points.size() && !finite(points[i])) ++i;
        if (!run.empty())
            body_ +=
                fmt::format("<polyline points=\"{}\" class=\"l-{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"/>\n",
                            run, name_of(paint), number(width));
    }
}

void Svg::rect(Point corner, double width, double height, Paint fill, double opacity) {
    if (!finite(corner)) return;
    body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"f-{}\"", number(corner.x),
                         number(corner.y), number(width), number(height), name_of(fill));
    if (opacity < 1) body_ += fmt::format(" fill-opacity=\"{}\"", number(opacity));
    body_ += "/>\n";
}

void Svg::text(Point at, std::string_view text, Align align, Paint paint, double size) {
    if (!finite(at)) return;
    body_ += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" class=\"f-{}\" font-size=\"{}\">{}</text>\n",
                         number(at.x), number(at.y), name_of(align), name_of(paint), number(size), xml_escaped(text));
}

std::string Svg::document() const { return body_ + "</svg>\n"; }

std::string xml_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&apos;"; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') out += c;
        }
    }
    return out;
}

}  // namespace phonon::base
