#include "api/piano_roll.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/svg.hpp"
#include "pattern/notes.hpp"

namespace phonon::api {
namespace {

using base::Align;
using base::Paint;
using base::Svg;
using pattern::Event;
using pattern::Value;

constexpr double width = 1000, left = 110, right = 16, top = 14, bottom = 30;
constexpr double row_height = 16, gap = 10;
constexpr std::size_t most_lanes = 200;

// What is drawn beside each other: one sound of a bus or stem.
struct Lane {
    std::string source, sound;
    std::vector<const Event*> events;
    bool pitched = false, curve = false;
    double low = 0, high = 0;  // of the values, where it is pitched or a curve
    double height = row_height;
};

const Value* control(const Event& e, std::string_view name) {
    return e.value.is_controls() ? e.value.find(pattern::ControlName(name)) : nullptr;
}

std::string shown(const Value& v) { return v.is_text() ? std::string(v.as_text()) : v.to_json(); }

// Semitones from c4, or a plain number.
std::optional<double> height_of(const Event& e) {
    if (!e.value.is_controls()) return pattern::number_in(e.value);
    if (const Value* note = control(e, "note")) return pattern::number_in(*note);
    if (const Value* freq = control(e, "freq"))
        if (const auto hertz = pattern::number_in(*freq); hertz && *hertz > 0)
            return 12 * std::log2(*hertz / 261.6255653005986);
    // `n` is a pitch where no sample is chosen by it.
    const Value* s = control(e, "s");
    const Value* n = control(e, "n");
    const bool sample =
        s != nullptr && s->is_text() && !s->as_text().starts_with("super") && !s->as_text().starts_with('~');
    return n != nullptr && !sample ? pattern::number_in(*n) : std::nullopt;
}

std::string sound_of(const Event& e) {
    if (!e.value.is_controls()) return pattern::number_in(e.value) ? "" : shown(e.value);
    std::string text;
    if (const Value* s = control(e, "s")) text = shown(*s);
    const Value* n = control(e, "n");
    if (n != nullptr && !height_of(e)) text += ":" + shown(*n);
    return text;
}

std::vector<Lane> lanes_of(const std::vector<EventListing>& listings) {
    std::vector<Lane> lanes;
    for (const EventListing& listing : listings) {
        std::map<std::pair<std::string, bool>, std::size_t> known;
        for (const Event& e : listing.events) {
            const auto height = height_of(e);
            const auto key = std::make_pair(sound_of(e), height.has_value());
            const auto [at, is_new] = known.emplace(key, lanes.size());
            if (is_new && lanes.size() == most_lanes) return lanes;
            if (is_new) lanes.push_back({listing.name, key.first, {}, key.second, !e.whole && key.second, 0, 0, 0});
            Lane& lane = lanes[at->second];
            if (height) {
                lane.low = lane.events.empty() ? *height : std::min(lane.low, *height);
                lane.high = lane.events.empty() ? *height : std::max(lane.high, *height);
            }
            lane.events.push_back(&e);
        }
    }
    for (Lane& lane : lanes) {
        const double rows = lane.high - lane.low + 1;
        lane.height = lane.curve ? 60 : lane.pitched ? std::clamp(rows * 7, row_height, 220.0) : row_height;
    }
    return lanes;
}

class Roll {
public:
    Roll(Svg& svg, const pattern::TimeSpan& cycles)
        : svg_(svg), begin_(cycles.begin.to_double()), length_(cycles.duration().to_double()) {}

    double x(const pattern::Time& t) const {
        return left + std::clamp((t.to_double() - begin_) / length_, 0.0, 1.0) * (width - left - right);
    }

    void grid(double y, double height) {
        const double end = begin_ + length_;
        const double step = std::max(1.0, std::ceil(length_ / 32));
        for (double cycle = std::ceil(begin_); cycle <= end + 1e-9; cycle += step) {
            const double at = x(pattern::Time::from_double(cycle));
            svg_.line({at, y}, {at, y + height}, Paint::faint);
            svg_.text({at, y + height + 16}, fmt::format("{:g}", cycle), Align::centre, Paint::ink, 11);
        }
        if (length_ > 16) return;
        for (double quarter = std::ceil(begin_ * 4); quarter <= end * 4; ++quarter) {
            const double at = x(pattern::Time::from_double(quarter / 4));
            svg_.line({at, y}, {at, y + height}, Paint::faint, 0.4);
        }
    }

    void draw(const Lane& lane, double y, Paint paint) {
        std::string name = lane.sound;
        if (lane.pitched && !lane.curve && !lane.sound.empty()) name += " ♪";
        svg_.text({left - 8, y + std::min(lane.height, row_height) - 4}, name, Align::right, Paint::ink, 11);
        if (lane.curve) return draw_curve(lane, y, paint);
        const double rows = lane.high - lane.low + 1;
        const double each = lane.pitched ? lane.height / rows : lane.height;
        for (const Event* e : lane.events) {
            const double at = x(e->part.begin), end = x(e->part.end);
            const double row = lane.pitched ? lane.high - height_of(*e).value_or(lane.low) : 0;
            const double inset = each > 8 ? 2 : 0.5;
            const double level = opacity(*e) * (e->has_onset() ? 1 : 0.5);
            svg_.rect({at, y + row * each + inset}, std::max(end - at - 1, 1.0), std::max(each - 2 * inset, 1.0), paint,
                      level);
            // Where it begins is darker, so that touching events stay apart.
            if (e->has_onset())
                svg_.rect({at, y + row * each + inset}, 2, std::max(each - 2 * inset, 1.0), Paint::ink, 0.6);
        }
    }

private:
    void draw_curve(const Lane& lane, double y, Paint paint) {
        std::vector<base::Point> points;
        const double range = lane.high > lane.low ? lane.high - lane.low : 1;
        for (const Event* e : lane.events) {
            const double height = (height_of(*e).value_or(0) - lane.low) / range;
            points.push_back({x(e->part.begin), y + (1 - height) * (lane.height - 4) + 2});
        }
        svg_.polyline(points, paint);
    }

    static double opacity(const Event& e) {
        const Value* gain = control(e, "gain");
        const auto level = gain != nullptr ? pattern::number_in(*gain) : std::nullopt;
        return 0.3 + 0.6 * std::clamp(level.value_or(1.0), 0.0, 1.0);
    }

    Svg& svg_;
    double begin_, length_;
};

}  // namespace

std::string piano_roll(const std::vector<EventListing>& listings, const pattern::TimeSpan& cycles) {
    const std::vector<Lane> lanes = lanes_of(listings);
    double height = 0;
    for (std::size_t i = 0; i < lanes.size(); ++i)
        height += lanes[i].height + (i > 0 && lanes[i].source != lanes[i - 1].source ? gap : 2);
    height = std::max(height, row_height);
    Svg svg(width, top + height + bottom, "Events by time and pitch");
    Roll roll(svg, cycles);
    roll.grid(top, height);
    constexpr std::array paints{Paint::blue, Paint::orange, Paint::green, Paint::purple};
    double y = top;
    std::size_t colour = 0;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const bool first = i == 0 || lanes[i].source != lanes[i - 1].source;
        if (first && i > 0) {
            y += gap - 2;
            svg.line({0, y - gap / 2}, {width - right, y - gap / 2}, Paint::faint);
        }
        if (first) svg.text({6, y + row_height - 4}, lanes[i].source, Align::left, Paint::ink, 12);
        roll.draw(lanes[i], y, paints[colour++ % paints.size()]);
        y += lanes[i].height + 2;
    }
    return svg.document();
}

}  // namespace phonon::api
