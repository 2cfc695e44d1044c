#include "io/pictures/render_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace phonon::io {
namespace {

using engine::Overview;

constexpr Colour background{18, 20, 26}, panel{8, 9, 13}, line{52, 58, 70}, faint{32, 36, 45}, text{205, 211, 222};
constexpr Colour wave{92, 178, 216}, clipped{240, 72, 72};

constexpr int left = 92, right = 110, plot_width = render_picture_columns, width = left + plot_width + right;
constexpr int wave_height = 150, gap = 14, axis_height = 34;
constexpr int waves_top = 64, spectra_top = waves_top + 2 * wave_height + gap + axis_height;
constexpr int spectrum_height = Overview::rows;
constexpr int height = spectra_top + 2 * spectrum_height + gap + axis_height + 8;
constexpr double floor_db = -96;  // the darkest colour of a spectrogram

int wave_top(int side) { return waves_top + side * (wave_height + gap); }
int spectrum_top(int side) { return spectra_top + side * (spectrum_height + gap); }

// From black through violet and orange to white, 0 ... 1: brighter all the way, so that it reads without colours too.
Colour heat(double x) {
    struct Stop {
        double at, red, green, blue;
    };
    constexpr std::array<Stop, 6> stops{{{0, 8, 9, 13},
                                         {0.25, 58, 18, 98},
                                         {0.5, 156, 36, 110},
                                         {0.7, 226, 86, 56},
                                         {0.87, 250, 174, 40},
                                         {1, 255, 252, 214}}};
    x = std::clamp(x, 0.0, 1.0);
    const auto upper = std::find_if(stops.begin() + 1, stops.end() - 1, [&](const Stop& s) { return x <= s.at; });
    const Stop &a = *(upper - 1), &b = *upper;
    const double t = (x - a.at) / (b.at - a.at);
    const auto mix = [&](double from, double to) { return static_cast<std::uint8_t>(from + t * (to - from) + 0.5); };
    return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

double decibels(double power) { return power > 0 ? 10 * std::log10(power) : -HUGE_VAL; }

// The smallest step of people's habit that gives at most `most` marks.
double time_step(double seconds, int most) {
    for (const double step : {0.001, 0.002, 0.005, 0.01, 0.02,  0.05,  0.1,   0.2,    0.5,    1.0,    2.0,    5.0,
                              10.0,  15.0,  30.0,  60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 14400.0})
        if (seconds / step <= most) return step;
    return seconds / most;
}

std::string time_label(double t, double step) {
    if (step < 1) return fmt::format("{:.{}f} s", t, step < 0.01 ? 3 : step < 0.1 ? 2 : 1);
    const auto s = static_cast<long long>(std::llround(t));
    if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
    return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

void draw_time(Canvas& picture, double seconds, int top, int bottom) {
    if (seconds <= 0) return;
    const double step = time_step(seconds, 14);
    for (int i = 0; i * step <= seconds * (1 + 1e-9); ++i) {
        const int x = left + static_cast<int>(std::lround(i * step / seconds * (plot_width - 1)));
        for (int y = top; y < bottom; y += 4) picture.dot(x, y, line);
        picture.box(x, bottom, 1, 6, text);
        picture.label(x, bottom + 10, time_label(i * step, step), text, Align::centre);
    }
}

void draw_wave_scale(Canvas& picture, int side) {
    const int top = wave_top(side), middle = top + wave_height / 2;
    picture.box(left, top, plot_width, wave_height, panel);
    picture.label(12, middle - 7, side == 0 ? "L" : "R", text);
    for (const int db : {0, -6, -12}) {
        const int reach = static_cast<int>(std::lround((wave_height / 2 - 1) * std::pow(10, db / 20.0)));
        for (const int y : {middle - reach, middle + reach}) {
            picture.box(left, y, plot_width, 1, db == 0 ? line : faint);
            // Where the two panels meet, one label is enough.
            if (db != -12 && (db != 0 || side == 1 || y < middle))
                picture.label(left - 8, y - 7, fmt::format("{}", db), text, Align::right);
        }
    }
    picture.box(left, middle, plot_width, 1, line);
    picture.label(left + plot_width + 10, middle - 7, "dBFS", text);
}

void draw_wave(Canvas& picture, const Overview::Column& c, int column, int side) {
    const auto s = static_cast<std::size_t>(side);
    const int middle = wave_top(side) + wave_height / 2;
    const auto y_of = [&](float x) {
        return middle - static_cast<int>(std::lround(std::clamp(x, -1.0f, 1.0f) * (wave_height / 2 - 1)));
    };
    const int top = y_of(c.high[s]);
    picture.box(left + column, top, 1, y_of(c.low[s]) - top + 1, wave);
    if (c.high[s] > 1) picture.box(left + column, wave_top(side), 1, 5, clipped);
    if (c.low[s] < -1) picture.box(left + column, wave_top(side) + wave_height - 5, 1, 5, clipped);
}

void draw_spectrum(Canvas& picture, const Overview::Column& c, int column, int side) {
    for (int r = 0; r < Overview::rows; ++r) {
        const double db =
            decibels(static_cast<double>(c.power[static_cast<std::size_t>(side)][static_cast<std::size_t>(r)]));
        picture.dot(left + column, spectrum_top(side) + spectrum_height - 1 - r, heat(1 - db / floor_db));
    }
}

void draw_frequencies(Canvas& picture, const Overview& overview, int side) {
    const int top = spectrum_top(side);
    picture.label(12, top + spectrum_height / 2 - 7, side == 0 ? "L" : "R", text);
    struct Mark {
        double hertz;
        const char* label;
    };
    for (const Mark m : {Mark{50, "50"},
                         {100, "100"},
                         {200, "200"},
                         {500, "500"},
                         {1000, "1k"},
                         {2000, "2k"},
                         {5000, "5k"},
                         {10000, "10k"}}) {
        const double octaves = std::log2(overview.hertz_of(Overview::rows - 0.5) / Overview::lowest_hertz);
        const double row = std::log2(m.hertz / Overview::lowest_hertz) / octaves * Overview::rows - 0.5;
        if (row > Overview::rows - 1) continue;
        const int y = top + spectrum_height - 1 - static_cast<int>(std::lround(row));
        picture.box(left - 6, y, 6, 1, text);
        for (int x = left; x < left + plot_width; x += 6) picture.dot(x, y, line);
        picture.label(left - 10, y - 7, m.label, text, Align::right);
    }
    picture.label(left - 10, top + spectrum_height - 14, "Hz", text, Align::right);
}

void draw_heat_scale(Canvas& picture) {
    const int x = left + plot_width + 14, top = spectra_top, bottom = spectrum_top(1) + spectrum_height;
    for (int y = top; y < bottom; ++y)
        picture.box(x, y, 16, 1, heat(1 - static_cast<double>(y - top) / (bottom - 1 - top)));
    for (int db = 0; db >= static_cast<int>(floor_db); db -= 12) {
        const int y = top + static_cast<int>(std::lround(db / floor_db * (bottom - 1 - top)));
        picture.box(x + 16, y, 5, 1, text);
        picture.label(x + 26, std::clamp(y - 7, top, bottom - 14), fmt::format("{}", db), text);
    }
    picture.label(x + 26, bottom + 10, "dBFS", text);
}

}  // namespace

Canvas draw_render(const Overview& overview, const std::string& title, const std::string& subtitle) {
    Canvas picture(width, height, background);
    picture.label(left, 10, title, text, Align::left, 3);
    picture.label(left, 40, subtitle, text);
    for (const int side : {0, 1}) draw_wave_scale(picture, side);
    for (int column = 0; column < plot_width; ++column) {
        const Overview::Column c = overview.part(column, plot_width);
        for (const int side : {0, 1}) {
            draw_wave(picture, c, column, side);
            draw_spectrum(picture, c, column, side);
        }
    }
    for (const int side : {0, 1}) draw_frequencies(picture, overview, side);
    draw_heat_scale(picture);
    const double seconds = static_cast<double>(overview.frames()) / overview.rate();
    draw_time(picture, seconds, waves_top, wave_top(1) + wave_height);
    draw_time(picture, seconds, spectra_top, spectrum_top(1) + spectrum_height);
    return picture;
}

}  // namespace phonon::io
