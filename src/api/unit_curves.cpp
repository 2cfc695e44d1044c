#include "api/unit_curves.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace phonon::api {

using base::Point;
using dsp::Signal;

namespace {

constexpr double two_pi = 2 * std::numbers::pi;
double decibels(double x) { return 20 * std::log10(std::max(x, 1e-9)); }

}  // namespace

Signal left_of(const dsp::Facts& unit, const dsp::Settings& settings, int frames, const Signal& input) {
    const Signal y = dsp::run_unit(unit.name, settings, frames, input);
    if (unit.shape != dsp::Shape::pair) return y;
    Signal left(y.size() / 2);
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = y[2 * i];
    return left;
}

std::vector<Point> response(const dsp::Facts& unit, const dsp::Settings& settings) {
    constexpr int frames = 32768, points = 240;
    // So soft that what bends loud sounds lets it through.
    constexpr float click = 1.0f / 1024;
    const Signal y = left_of(unit, settings, frames, {click});
    std::vector<Point> out;
    for (int p = 0; p <= points; ++p) {
        const double hertz = 20 * std::pow(1000.0, static_cast<double>(p) / points);
        const std::complex<double> turn = std::polar(1.0, -two_pi * hertz / picture_rate);
        std::complex<double> sum = 0, at = 1;
        for (const float v : y) {
            sum += static_cast<double>(v) * at;
            at *= turn;
        }
        out.push_back({hertz, decibels(std::abs(sum) / static_cast<double>(click))});
    }
    return out;
}

std::vector<Point> static_curve(const dsp::Facts& unit, const dsp::Settings& settings, double low, double high) {
    constexpr int settle = 2400, frames = 48000;
    Signal x(settle + frames);
    for (int i = 0; i < settle + frames; ++i)
        x[static_cast<std::size_t>(i)] =
            static_cast<float>(low + (high - low) * std::max(0, i - settle) / (frames - 1));
    const Signal y = left_of(unit, settings, settle + frames, x);
    std::vector<Point> out;
    for (std::size_t i = settle; i < y.size(); i += 100)
        out.push_back({static_cast<double>(x[i]), static_cast<double>(y[i])});
    return out;
}

std::vector<Point> level_curve(const dsp::Facts& unit, const dsp::Settings& settings) {
    constexpr int frames = 24000, second_half = 12000;
    std::vector<Point> out;
    for (double in = -72; in <= 6; in += 1.5) {
        const Signal x = dsp::sine_wave(1000, frames, std::pow(10, in / 20));
        dsp::Settings with = settings;
        // What listens to a second sound hears the same.
        int sounds = 0;
        for (int k = 0; k < unit.input_count(); ++k)
            if (unit.inputs[k].kind == dsp::InputKind::audio && ++sounds == 2)
                with.signals[std::string(unit.inputs[k].name)] = x;
        const Signal y = left_of(unit, with, frames, x);
        out.push_back({in, decibels(dsp::rms(y, second_half) * std::numbers::sqrt2)});
    }
    return out;
}

std::vector<Point> decay_course(const dsp::Facts& unit, const dsp::Settings& settings, double seconds) {
    const auto frames = static_cast<int>(seconds * picture_rate);
    const Signal y = left_of(unit, settings, frames, dsp::impulse_wave(1));
    constexpr std::size_t window = 480;
    const double loudest = dsp::peak(y);
    std::vector<Point> out;
    for (std::size_t i = 0; i + window <= y.size(); i += window) {
        double most = 0;
        for (std::size_t k = i; k < i + window; ++k) most = std::max(most, std::abs(static_cast<double>(y[k])));
        out.push_back({static_cast<double>(i) / picture_rate, decibels(most / std::max(loudest, 1e-12))});
    }
    return out;
}

std::vector<Point> course(const Signal& x, std::size_t from, std::size_t count, double units_a_second) {
    // No more points than a picture can show, the highest and lowest of each step.
    const std::size_t step = std::max<std::size_t>(1, count / 1200);
    std::vector<Point> out;
    for (std::size_t i = from; i < std::min(from + count, x.size()); i += step) {
        const auto end = x.begin() + static_cast<std::ptrdiff_t>(std::min(i + step, x.size()));
        const auto [least, most] = std::minmax_element(x.begin() + static_cast<std::ptrdiff_t>(i), end);
        const double at = static_cast<double>(i - from) / picture_rate * units_a_second;
        out.push_back({at, static_cast<double>(*least)});
        if (step > 1) out.push_back({at, static_cast<double>(*most)});
    }
    return out;
}

}  // namespace phonon::api
