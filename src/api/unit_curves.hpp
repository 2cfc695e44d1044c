// What a running unit is measured by for its picture (unit_picture.hpp).
#pragma once

#include <vector>

#include "api/plot.hpp"
#include "dsp/unit/measure.hpp"

namespace phonon::api {

inline constexpr double picture_rate = 48000;

// The left channel of what the unit makes of `input`.
dsp::Signal left_of(const dsp::Facts& unit, const dsp::Settings& settings, int frames, const dsp::Signal& input = {});

// Level in dB of the response to a click, at frequencies from 20 Hz to 20 kHz.
std::vector<base::Point> response(const dsp::Facts& unit, const dsp::Settings& settings);
// What a slow ramp from -1 to 1 becomes.
std::vector<base::Point> static_curve(const dsp::Facts& unit, const dsp::Settings& settings, double low, double high);
// Level out over level in, both in dB, of tones that last.
std::vector<base::Point> level_curve(const dsp::Facts& unit, const dsp::Settings& settings);
// The loudest of each hundredth of a second after a click, in dB under the loudest of all.
std::vector<base::Point> decay_course(const dsp::Facts& unit, const dsp::Settings& settings, double seconds);
// Frames from `from` on as points over time, `scale` of a second apart.
std::vector<base::Point> course(const dsp::Signal& x, std::size_t from, std::size_t count, double units_a_second);

}  // namespace phonon::api
