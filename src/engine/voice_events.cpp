#include "engine/voice_events.hpp"

#include <algorithm>
#include <cmath>

#include "pattern/notes.hpp"

namespace phonon::engine {
namespace {

constexpr double c4_hertz = 261.6255653005986;

}  // namespace

std::optional<double> EventControls::number(pattern::ControlName name) const {
    const pattern::Value* v = value_.find(name);
    return v == nullptr ? std::nullopt : pattern::number_in(*v);
}

std::string_view EventControls::text(pattern::ControlName name) const {
    const pattern::Value* v = value_.find(name);
    return v == nullptr ? std::string_view{} : v->as_text();
}

double EventControls::semitones(bool instrument) const {
    const double note = number(control::note, 0) + number(control::up, 0) + number(control::ctranspose, 0);
    return instrument ? note + number(control::n, 0) : note;
}

bool EventControls::has_pitch() const {
    using namespace control;
    const pattern::ControlName pitches[] = {freq, note, n, midinote, octave, up, ctranspose, harmonic};
    return std::any_of(std::begin(pitches), std::end(pitches), [this](pattern::ControlName p) { return has(p); });
}

double EventControls::frequency() const { return base_frequency() * number(control::harmonic, 1); }

double EventControls::base_frequency() const {
    if (const pattern::Value* v = value_.find(control::freq)) {
        // A note name in `freq` is its frequency, a number is Hz.
        if (v->is_text()) return c4_hertz * std::exp2(pattern::number_of(*v) / 12.0);
        return pattern::number_of(*v);
    }
    if (const auto midi = number(control::midinote)) return 440.0 * std::exp2((*midi - 69.0) / 12.0);
    return c4_hertz * std::exp2(semitones(true) / 12.0 + number(control::octave, 0));
}

}  // namespace phonon::engine
