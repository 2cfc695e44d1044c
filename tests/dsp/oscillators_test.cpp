// What every oscillator of the table promises: its pitch, no direct current, and no partials but its own.
#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>
#include <string_view>

#include "dsp/unit/measure.hpp"

using namespace phonon::dsp;

namespace {

constexpr double pitches[] = {27.5, 110.3, 441.7, 1234.5, 3951.1, 7040.9, 9876.5};

Signal tone_of(const Facts& unit, double hertz, int frames) {
    Settings set;
    set.constants[std::string(unit.inputs[0].name)] = static_cast<float>(hertz);
    for (int k = 1; k < unit.input_count(); ++k)
        if (unit.inputs[k].required) set.constants[std::string(unit.inputs[k].name)] = unit.inputs[k].by_default;
    Signal tone = run_unit(unit.name, set, frames);
    if (unit.shape == Shape::pair) {
        Signal left;
        for (std::size_t i = 0; i < tone.size(); i += 2) left.push_back(tone[i]);
        tone = std::move(left);
    }
    return {tone.begin() + frames / 4, tone.end()};
}

// Their partials are no harmonics, or folded down, by what they are.
const std::set<std::string_view> of_their_own{
    "rawsaw",   "rawsquare", "rawtri",  // the naive forms
    "fm",                               // sidebands beyond the band
    "organ",                            // a drawbar an octave below
    "supersaw",                         // seven pitches
    "pluck",    "waveguide",            // silent until they are struck
    "bowed",    "clarinet",  "flute",   // in tune as instruments are, and they stir: measured in their own files
};

}  // namespace

TEST_CASE("oscillators keep their pitch up to 10 kHz, with nothing but harmonics within 60 dB and no direct current") {
    int looked_at = 0;
    for (const UnitRow& row : units()) {
        const Facts& unit = *row.facts;
        if (unit.role != Role::oscillator || of_their_own.contains(unit.name)) continue;
        CAPTURE(unit.name);
        ++looked_at;
        for (const double hertz : pitches) {
            CAPTURE(hertz);
            const Signal tone = tone_of(unit, hertz, 1 << 17);
            CHECK(alias_db(tone, hertz) < -60);
            CHECK(level_at(tone, 0) < 1e-3);
            // A blip crosses zero many times a period.
            if (unit.name != "blip") CHECK(frequency_of(tone) == doctest::Approx(hertz).epsilon(1e-5));
        }
    }
    CHECK(looked_at >= 10);
}
