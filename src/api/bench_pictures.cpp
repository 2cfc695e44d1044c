#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api/bench_report.hpp"
#include "base/svg.hpp"

namespace phonon::api {
namespace {

using base::Align;
using base::Paint;
using base::Point;
using engine::Benchmark;

constexpr double left = 60, top = 40, plot_width = 560, plot_height = 360;

constexpr std::int64_t quanta_drawn = 48;
constexpr double lane_height = 34, lane_gap = 8, drawn_width = 900;

Paint paint_of(std::int64_t quantum) {
    constexpr Paint all[] = {Paint::blue, Paint::orange, Paint::green, Paint::purple};
    return all[static_cast<std::size_t>(quantum) % std::size(all)];
}

}  // namespace

// Both axes are logarithmic, so that the ideal is a diagonal and 1 to 64 threads fit.
std::string speedup_picture(const Benchmark& b, const BenchPlace& place) {
    const double most = b.simulated.empty() ? 2.0 : std::max(2, b.simulated.back().threads);
    base::Svg svg(left + plot_width + 30, top + plot_height + 60,
                  fmt::format("Speed-up of {} over threads", place.name));
    const double octave = plot_width / std::log2(most);
    const auto at = [&](double threads, double speedup) {
        return Point{left + octave * std::log2(threads),
                     top + plot_height - plot_height / std::log2(most) * std::log2(std::clamp(speedup, 1.0, most))};
    };
    for (double p = 1; p <= most; p *= 2) {
        const std::string label = fmt::format("{:g}", p);
        svg.line(at(p, 1), at(p, most), Paint::faint, 0.5);
        svg.line(at(1, p), at(most, p), Paint::faint, 0.5);
        svg.text({at(p, 1).x, top + plot_height + 18}, label, Align::centre);
        svg.text({left - 8, at(1, p).y + 4}, label, Align::right);
    }
    svg.text({left + plot_width / 2, top + plot_height + 40}, "threads", Align::centre);
    svg.text({left, 22},
             fmt::format("{}, {}: times as fast as one thread", place.name,
                         place.block > 0 ? fmt::format("blocks of {} frames", place.block * 64) : "offline"));
    std::vector<Point> bound, simulated;
    for (const engine::SimulatedThreads& s : b.simulated) {
        bound.push_back(at(s.threads, b.bounds.work / s.bound));
        simulated.push_back(at(s.threads, b.bounds.work / s.seconds));
    }
    svg.polyline(bound, Paint::ink, 1);
    svg.polyline(simulated, Paint::blue, 2);
    for (const engine::MeasuredThreads& m : b.measured) {
        const Point p = at(m.threads, m.speedup.median);
        svg.line({p.x, at(1, m.speedup.low).y}, {p.x, at(1, m.speedup.high).y}, Paint::orange, 2);
        svg.rect({p.x - 4, p.y - 4}, 8, 8, Paint::orange);
    }
    double y = top + 16;
    for (const auto& [paint, name] : {std::pair{Paint::ink, "at best"},
                                      {Paint::blue, "simulated"},
                                      {Paint::orange, "measured, and half of the rounds"}}) {
        svg.line({left + 14, y - 4}, {left + 40, y - 4}, paint, 3);
        svg.text({left + 48, y}, name);
        y += 18;
    }
    return svg.document();
}

// A task's colour is that of its quantum: different colours one below the other are a pipeline at work.
std::string timeline_picture(const Benchmark& b, const graph::Plan& plan, const BenchPlace& place) {
    const graph::Timeline& line = b.timeline;
    const double height =
        top + static_cast<double>(std::max<std::size_t>(1, line.threads.size())) * (lane_height + lane_gap) + 40;
    base::Svg svg(left + drawn_width + 20, height, fmt::format("What each thread ran of {}", place.name));
    std::int64_t last = -1;
    for (const auto& thread : line.threads)
        for (const auto& span : thread) last = std::max(last, span.quantum);
    if (last < 0) {
        svg.text({left, 22}, fmt::format("{}: one thread was as fast as several", place.name));
        return svg.document();
    }
    // From the middle of the last run, where pipelines are full; at its end they run dry.
    std::int64_t first = last;
    for (const auto& thread : line.threads)
        for (const auto& span : thread) first = std::min(first, span.quantum);
    const std::int64_t from = std::max(first, (first + last - quanta_drawn) / 2), to = from + quanta_drawn;
    graph::SteadyTime::time_point begin = graph::SteadyTime::time_point::max(), end{};
    const auto drawn = [&](const graph::Trace::Span& s) { return s.quantum >= from && s.quantum < to; };
    for (const auto& thread : line.threads)
        for (const auto& span : thread)
            if (drawn(span)) begin = std::min(begin, span.start), end = std::max(end, span.end);
    const double seconds = std::max(1e-9, graph::seconds_between(begin, end));
    const auto x_of = [&](graph::SteadyTime::time_point t) {
        return left + drawn_width * graph::seconds_between(begin, t) / seconds;
    };
    svg.text({left, 22}, fmt::format("{}: {} quanta in {:.0f} us; a colour a quantum", place.name,
                                     std::min(quanta_drawn, last + 1 - from), 1e6 * seconds));
    double y = top;
    for (std::size_t t = 0; t < line.threads.size(); ++t, y += lane_height + lane_gap) {
        svg.text({left - 8, y + lane_height / 2 + 4}, fmt::format("{}", t + 1), Align::right);
        for (const auto& span : line.threads[t]) {
            if (!drawn(span)) continue;
            const double x = x_of(span.start), width = std::max(0.3, x_of(span.end) - x);
            svg.rect({x, y}, width, lane_height, paint_of(span.quantum / std::max(1, line.graph.quanta)), 0.75);
            const std::string name = graph::task_name(plan, line.graph, span.task);
            if (width > 7.0 * static_cast<double>(name.size()))
                svg.text({x + 3, y + lane_height / 2 + 4}, name, Align::left, Paint::ink, 10);
        }
    }
    svg.text({left, y + 16}, "threads, from the top; time goes to the right", Align::left, Paint::ink, 11);
    return svg.document();
}

}  // namespace phonon::api
