// Instruments for the tests of units: run one by its word, look at what comes out. Works on the table, as the engine
// does, so a test says nothing of a kernel's insides. Not for audio threads.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dsp/unit/table.hpp"

namespace phonon::dsp {

// Values for inputs by name; those left out have their default. A `Signal` is given frame by frame.
using Signal = std::vector<float>;
struct Settings {
    std::map<std::string, float> constants;
    std::map<std::string, Signal> signals;
};

// Runs `word` for `frames` frames in quanta of 64 on one lane and returns its output (Shape::pair: left, right
// interleaved). `input` feeds the first audio input and is followed by silence.
Signal run_unit(std::string_view word, const Settings& settings, int frames, const Signal& input = {},
                float rate = 48000);

// Magnitude of the unit's response at `hertz` (1 = unchanged), measured on the settled output of a sine.
double gain_at(std::string_view word, double hertz, const Settings& settings, float rate = 48000);

// Amplitude of the component at `hertz` in a signal (Goertzel over a whole number of periods, Hann window).
double level_at(const Signal& signal, double hertz, double rate = 48000);
// Power spectrum in dB of the last 2^k frames, Blackman-Harris window, relative to a full-scale sine.
std::vector<double> spectrum_db(const Signal& signal);
// The strongest component below `below` hertz that is no harmonic of `hertz`, in dB relative to the fundamental.
double alias_db(const Signal& signal, double hertz, double below = 20000, double rate = 48000);
Signal sine_wave(double hertz, int frames, double level = 1, double rate = 48000);
Signal impulse_wave(int frames);
double rms(const Signal& signal, std::size_t from = 0);
double peak(const Signal& signal, std::size_t from = 0);
// Frequency from upward zero crossings with linear interpolation.
double frequency_of(const Signal& signal, double rate = 48000);

}  // namespace phonon::dsp
