#include "engine/voice_events.hpp"

#include <cmath>

#include "pattern/notes.hpp"

namespace phonon::engine {
namespace {

constexpr double c4_hertz = 261.6255653005986;

const pattern::Value* find(const pattern::Value& value, std::string_view name) {
    return value.find(pattern::ControlName(name));
}

}  // namespace

std::optional<double> EventControls::number(std::string_view name) const {
    const pattern::Value* v = find(value_, name);
    return v == nullptr ? std::nullopt : pattern::number_in(*v);
}

double EventControls::number(std::string_view name, double otherwise) const { return number(name).value_or(otherwise); }

std::string_view EventControls::text(std::string_view name) const {
    const pattern::Value* v = find(value_, name);
    return v == nullptr ? std::string_view{} : v->as_text();
}

bool EventControls::has(std::string_view name) const { return find(value_, name) != nullptr; }

double EventControls::semitones(bool instrument) const {
    const double note = number("note", 0) + number("up", 0);
    return instrument ? note + number("n", 0) : note;
}

bool EventControls::has_pitch() const {
    for (const char* control : {"freq", "note", "n", "midinote", "octave", "up"})
        if (has(control)) return true;
    return false;
}

double EventControls::frequency() const {
    if (const pattern::Value* v = find(value_, "freq")) {
        // A note name in `freq` is its frequency, a number is Hz.
        if (v->is_text()) return c4_hertz * std::exp2(pattern::number_of(*v) / 12.0);
        return pattern::number_of(*v);
    }
    if (const auto midi = number("midinote")) return 440.0 * std::exp2((*midi - 69.0) / 12.0);
    return c4_hertz * std::exp2(semitones(true) / 12.0 + number("octave", 0));
}

}  // namespace phonon::engine
