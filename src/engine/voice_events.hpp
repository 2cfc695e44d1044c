// One event's controls read as what a voice needs to know.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pattern/event.hpp"

namespace phonon::engine {

// Controls by their main names, aliases resolved when the program was checked.
class EventControls {
public:
    explicit EventControls(const pattern::Value& value) : value_(value) {}

    double number(std::string_view name, double otherwise) const;
    std::optional<double> number(std::string_view name) const;
    std::string_view text(std::string_view name) const;  // "" where absent or no text
    bool has(std::string_view name) const;

    std::string_view sound() const { return text("s"); }
    // Semitones from c4: `note`, or `n` where the sound is an instrument.
    double semitones(bool instrument) const;
    bool has_pitch() const;  // whether any control says how high
    // Hertz: `freq`, `midinote`, or the semitones above c4.
    double frequency() const;

private:
    const pattern::Value& value_;
};

}  // namespace phonon::engine
