#include "api/unit_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api/unit_curves.hpp"
#include "dsp/unit/table.hpp"

namespace phonon::api {
namespace {

using base::Paint;
using base::Point;
using dsp::Facts;
using dsp::Input;
using dsp::InputKind;
using dsp::Settings;
using dsp::Signal;

// Inputs that say how much of the sound itself is heard beside the effect.
bool is_mix(const Input& in) { return in.name == "mix" || in.name == "wet"; }

const Input* find_input(const Facts& unit, std::string_view name) {
    for (int k = 0; k < unit.input_count(); ++k)
        if (unit.inputs[k].name == name) return &unit.inputs[k];
    return nullptr;
}

// Parameters at their defaults, but where the default of a unit does nothing, at something that can be seen.
Settings usual(const Facts& unit) {
    Settings s;
    for (int k = 0; k < unit.input_count(); ++k) {
        const Input& in = unit.inputs[k];
        if (in.kind == InputKind::param && is_mix(in)) s.constants[std::string(in.name)] = 1;
        if (unit.group == "filter" && in.measure == dsp::Measure::decibels && in.by_default == 0)
            s.constants[std::string(in.name)] = unit.name == "isolator" && in.name == "mid_db" ? -12.0f : 9.0f;
    }
    if (unit.name == "djf") s.constants["pos"] = s.constants["value"] = 0.25f;
    return s;
}

std::string setting_text(const Facts& unit, const Settings& s) {
    std::string text;
    for (int k = 0; k < unit.input_count(); ++k) {
        const Input& in = unit.inputs[k];
        if (in.kind != InputKind::param) continue;
        const auto set = s.constants.find(std::string(in.name));
        text += fmt::format(" {} {:g}", in.name, set != s.constants.end() ? set->second : in.by_default);
    }
    return text;
}

// Up to three settings of the parameter that shapes most: a filter's q, a compressor's ratio, a shaper's drive.
struct Variant {
    Settings settings;
    std::string label;
};
std::vector<Variant> variants(const Facts& unit) {
    const Settings base = usual(unit);
    static constexpr std::string_view shaping[] = {"q", "resonance", "res", "ratio", "drive", "fb", "bits", "damping"};
    for (const std::string_view name : shaping) {
        const Input* in = find_input(unit, name);
        if (in == nullptr || in->kind != InputKind::param || !(in->high > in->low)) continue;
        const bool logarithmic = in->curve == dsp::Curve::logarithmic && in->low > 0;
        const auto at = [&](float part) {
            return logarithmic ? in->low * std::pow(in->high / in->low, part) : in->low + (in->high - in->low) * part;
        };
        std::vector<Variant> out;
        for (const float value : {at(0.25f), in->by_default, at(0.7f)}) {
            Variant v{base, fmt::format("{} {:.2g}", name, value)};
            v.settings.constants[std::string(name)] = value;
            if (out.empty() || out.back().label != v.label) out.push_back(std::move(v));
        }
        return out;
    }
    return {{base, ""}};
}

constexpr Paint paints[] = {Paint::green, Paint::blue, Paint::orange};

template <class Measure>
std::vector<Curve> curves_of(const std::vector<Variant>& all, Measure measure) {
    std::vector<Curve> out;
    for (std::size_t k = 0; k < all.size(); ++k)
        out.push_back({measure(all[k].settings), all.size() == 1 ? Paint::blue : paints[k], all[k].label});
    return out;
}

// An axis that holds all curves, with round ends.
Axis fitting(std::string name, const std::vector<Curve>& curves, double least_span) {
    double low = 1e9, high = -1e9;
    for (const Curve& c : curves)
        for (const Point& p : c.points) {
            low = std::min(low, p.y);
            high = std::max(high, p.y);
        }
    if (high - low < least_span) {
        const double middle = (high + low) / 2;
        low = middle - least_span / 2;
        high = middle + least_span / 2;
    }
    const double room = (high - low) * 0.05;
    return {std::move(name), low - room, high + room};
}

Panel response_panel(const Facts& unit) {
    return {{"frequency, Hz", 20, 20000, true},
            {"level, dB", -60, 36},
            curves_of(variants(unit), [&](const Settings& s) { return response(unit, s); })};
}

Panel level_panel(const Facts& unit) {
    std::vector<Curve> curves{{{{-72, -72}, {6, 6}}, Paint::faint, ""}};
    for (Curve& c : curves_of(variants(unit), [&](const Settings& s) { return level_curve(unit, s); }))
        curves.push_back(std::move(c));
    return {{"level in, dB", -72, 6}, {"level out, dB", -72, 12}, std::move(curves)};
}

Panel curve_panel(const Facts& unit, double low, double high, bool fit) {
    auto curves = curves_of(variants(unit), [&](const Settings& s) { return static_curve(unit, s, low, high); });
    Axis y = fit ? fitting("out", curves, 0.5) : Axis{"out", -1.25, 1.25};
    return {{"in", low, high}, std::move(y), std::move(curves)};
}

// Before and after, of a tone.
Panel tone_panel(const Facts& unit, double hertz, double seconds) {
    const auto frames = static_cast<std::size_t>(seconds * picture_rate);
    const std::size_t settled = 24000;
    const Signal in = dsp::sine_wave(hertz, static_cast<int>(settled + frames), 0.8);
    const Signal out = left_of(unit, usual(unit), static_cast<int>(in.size()), in);
    std::vector<Curve> curves{{course(in, settled, frames, 1000), Paint::faint, "in"},
                              {course(out, settled, frames, 1000), Paint::blue, "out"}};
    Axis y = fitting("level", curves, 2);
    return {{"time, ms", 0, seconds * 1000}, std::move(y), std::move(curves)};
}

// A burst of a tone, and what a unit that listens says of it.
Panel burst_panel(const Facts& unit) {
    Signal in = dsp::sine_wave(220, 33600, 0.8);
    for (std::size_t i = 0; i < in.size(); ++i)
        if (i < 4800 || i > 19200) in[i] = 0;
    Settings s = usual(unit);
    Signal gate(in.size(), 0.0f);
    for (std::size_t i = 9600; i < 24000; ++i) gate[i] = i == 9600 ? 2.0f : 1.0f;
    for (int k = 0; k < unit.input_count(); ++k)
        if (unit.inputs[k].kind == InputKind::trigger) s.signals[std::string(unit.inputs[k].name)] = gate;
    const Signal out = left_of(unit, s, static_cast<int>(in.size()), in);
    std::vector<Curve> curves{{course(in, 0, in.size(), 1000), Paint::faint, "in"},
                              {course(out, 0, out.size(), 1000), Paint::blue, "out"}};
    Axis y = fitting("level", curves, 2);
    return {{"time, ms", 0, 700}, std::move(y), std::move(curves)};
}

// A note of half a second.
Panel note_panel(const Facts& unit, bool sounds) {
    constexpr int frames = 52800, open = 24000;
    Signal gate(frames, 0.0f);
    for (std::size_t i = 0; i < open; ++i) gate[i] = i == 0 ? 2.0f : 1.0f;
    Settings s = usual(unit);
    for (int k = 0; k < unit.input_count(); ++k)
        if (unit.inputs[k].kind == InputKind::gate || unit.inputs[k].kind == InputKind::trigger)
            s.signals[std::string(unit.inputs[k].name)] = gate;
    const Signal out = left_of(unit, s, frames, Signal(frames, 1.0f));
    std::vector<Curve> curves;
    for (float& g : gate) g = std::min(g, 1.0f);
    if (!sounds) curves.push_back({course(gate, 0, frames, 1), Paint::faint, "note"});
    curves.push_back({course(out, 0, frames, 1), Paint::blue, ""});
    Axis y = fitting("level", curves, 1);
    return {{"time, s", 0, 1.1}, std::move(y), std::move(curves)};
}

Panel decay_panel(const Facts& unit) {
    std::vector<Curve> curves{{decay_course(unit, usual(unit), 6), Paint::blue, ""}};
    double last = 0.2;
    for (const Point& p : curves[0].points)
        if (p.y > -80) last = std::max(last, p.x);
    return {{"time after a click, s", 0, last * 1.05}, {"level, dB", -84, 0}, std::move(curves)};
}

Panel wave_panel(const Facts& unit) {
    const Input* pitch = unit.input_count() > 0 ? &unit.inputs[0] : nullptr;
    const bool pitched = pitch != nullptr && pitch->measure == dsp::Measure::hertz && pitch->by_default > 0;
    const double hertz = pitched ? static_cast<double>(pitch->by_default) : 50;
    const double seconds = std::clamp(3 / hertz, 0.005, 4.0);
    // Band-limited waves come some frames late; slow ones are drawn from their beginning.
    const std::size_t from = hertz > 20 ? 4800 : 0, frames = static_cast<std::size_t>(seconds * picture_rate);
    const Signal out = left_of(unit, usual(unit), static_cast<int>(from + frames));
    std::vector<Curve> curves{{course(out, from, frames, 1000), Paint::blue, ""}};
    Axis y = fitting("level", curves, 2);
    return {{"time, ms", 0, seconds * 1000}, std::move(y), std::move(curves)};
}

// The spectrum of a saw, before and after: the loudest partial in each of many narrow bands.
Panel spectrum_panel(const Facts& unit) {
    constexpr int frames = 1 << 16;
    const Signal in = dsp::run_unit("saw", {{{"freq", 330}}, {}}, frames, {}, static_cast<float>(picture_rate));
    const auto spectrum = [](const Signal& x) {
        const std::vector<double> db = dsp::spectrum_db(Signal(x.end() - frames / 2, x.end()));
        constexpr int bands = 300;
        std::vector<Point> points;
        std::size_t from = 0;
        for (int b = 0; b < bands; ++b) {
            const double hertz = 100 * std::pow(200.0, (b + 1.0) / bands);
            const auto to = std::min(
                db.size(), static_cast<std::size_t>(hertz * 2 / picture_rate * static_cast<double>(db.size())) + 1);
            double most = -120;
            for (std::size_t k = from; k < to; ++k) most = std::max(most, db[k]);
            if (to > from) points.push_back({hertz, std::max(most, -80.0)});
            from = to;
        }
        return points;
    };
    std::vector<Curve> curves{{spectrum(in), Paint::faint, "in"},
                              {spectrum(left_of(unit, usual(unit), frames, in)), Paint::blue, "out"}};
    return {{"frequency, Hz", 100, 20000, true}, {"level, dB", -80, 6}, std::move(curves)};
}

std::vector<Panel> panels_of(const Facts& unit) {
    const std::string_view g = unit.group;
    int sounds = 0;
    for (int k = 0; k < unit.input_count(); ++k) sounds += unit.inputs[k].kind == InputKind::audio;
    if (g == "filter") return {response_panel(unit)};
    if (g == "dynamics" && unit.name != "dcblock") return {level_panel(unit)};
    if (unit.name == "dcblock" || unit.name == "flanger" || unit.name == "phaser" || unit.name == "chorus")
        return {response_panel(unit)};
    if (g == "spectral" && unit.latency > 0) return {spectrum_panel(unit)};
    if (g == "shape") return {curve_panel(unit, -1, 1, false), tone_panel(unit, 220, 0.012)};
    if (g == "envelope") return {note_panel(unit, false)};
    if (g == "reverb" || g == "delay" || unit.name == "modal") return {decay_panel(unit)};
    if (g == "physical") return {wave_panel(unit), note_panel(unit, true)};
    if (g == "analysis" || g == "spectral" || g == "granular") return {burst_panel(unit)};
    if (g == "osc" || g == "noise") return {wave_panel(unit)};
    if (unit.role == dsp::Role::math && sounds == 1) return {curve_panel(unit, -2, 2, true)};
    if (sounds > 0 && unit.role != dsp::Role::math) return {tone_panel(unit, 220, 0.02), tone_panel(unit, 220, 1)};
    return {};
}

}  // namespace

Outcome unit_picture(std::string_view word) {
    const dsp::UnitRow* row = dsp::find_unit(word);
    if (row == nullptr) {
        return Outcome::fault(
            PHONON_USAGE_ERROR,
            fmt::format("`{}` is no unit, so it has no picture; `phonon doc --topics` lists them", word));
    }
    if (row->facts->sound_use != dsp::SoundUse::none)
        return Outcome::fault(PHONON_USAGE_ERROR,
                              fmt::format("what `{}` does is in the recording it is given, so it has no picture; "
                                          "`phonon render --picture` draws what it sounds like",
                                          row->facts->name));
    const std::vector<Panel> panels = panels_of(*row->facts);
    if (panels.empty())
        return Outcome::fault(PHONON_USAGE_ERROR, fmt::format("there is nothing to draw of `{}`", word));
    Outcome out;
    const std::string heading = fmt::format("{}{}", row->facts->name, setting_text(*row->facts, usual(*row->facts)));
    out.text = draw_panels(fmt::format("{}: {}", row->facts->name, row->facts->summary), heading, panels);
    return out;
}

}  // namespace phonon::api
