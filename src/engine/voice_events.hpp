// One event's controls read as what a voice needs to know.
#pragma once

#include <optional>
#include <string_view>

#include "pattern/event.hpp"

namespace phonon::engine {

// Interning a name takes a lock and a search: those that every event is asked for are interned once.
namespace control {
using pattern::ControlName;
inline const ControlName accelerate("accelerate"), amp("amp"), attack("attack"), begin("begin"),
    ctranspose("ctranspose"), cut("cut"), end("end"), fmi("fmi"), freq("freq"), gain("gain"), harmonic("harmonic"),
    hold("hold"), legato("legato"), loop("loop"), midinote("midinote"), n("n"), note("note"), nudge("nudge"),
    octave("octave"), orbit("orbit"), overgain("overgain"), pan("pan"), penv("penv"), postgain("postgain"),
    release("release"), s("s"), speed("speed"), sustain("sustain"), unit("unit"), up("up"), velocity("velocity"),
    vib("vib"), vowel("vowel");
}  // namespace control

// Controls by their main names, aliases resolved when the program was checked.
class EventControls {
public:
    explicit EventControls(const pattern::Value& value) : value_(value) {}

    std::optional<double> number(pattern::ControlName name) const;
    double number(pattern::ControlName name, double otherwise) const { return number(name).value_or(otherwise); }
    std::string_view text(pattern::ControlName name) const;  // "" where absent or no text
    bool has(pattern::ControlName name) const { return value_.find(name) != nullptr; }

    std::string_view sound() const { return text(control::s); }
    // Semitones from c4: `note`, or `n` where the sound is an instrument.
    double semitones(bool instrument) const;
    bool has_pitch() const;  // whether any control says how high
    // Hertz: `freq`, `midinote`, or the semitones above c4.
    double frequency() const;

private:
    double base_frequency() const;

    const pattern::Value& value_;
};

}  // namespace phonon::engine
