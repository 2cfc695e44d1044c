// Note names, chords and scales as semitones.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/value.hpp"

namespace phonon::pattern {

// "c" "cs4" "c#4" "df4" "eb3" "bn-1" in semitones from c4; octave 4 where it is missing. `octave_shift` is added to the
// octave that counts as 0 (1 for Tidal's octaves, where c5 is 0). Upper case is read too. nullopt: no note name.
std::optional<int> note_semitones(std::string_view name, int octave_shift = 0) noexcept;

// A whole number with accidentals behind it: `1#` is 2, `2bb` is 0. nullopt for all else, plain numbers too.
std::optional<int> degree_semitones(std::string_view text) noexcept;

// A number, a truth as 1 or 0, a note name as semitones; `otherwise` for all else.
double number_of(const Value& value, double otherwise = 0.0) noexcept;
// As above, but absent where `value` is no number at all.
std::optional<double> number_in(const Value& value) noexcept;

// Semitones above the root ("maj7": 0 4 7 11); nullptr where the name is unknown.
const std::vector<int>* find_chord(std::string_view name);
std::vector<std::string_view> chord_names();

// One way a chord is changed: Tidal's modifiers after the name.
struct ChordChange {
    enum class Kind : std::uint8_t {
        notes,   // `5`: exactly so many notes, going on an octave higher
        invert,  // `i`, `ii`: the lowest notes an octave up, `amount` times
        open,    // `o`: first and third note an octave down
        drop,    // `d1`: the n-th note from the top an octave down
    };
    Kind kind;
    int amount = 1;
};
// Reads one modifier; nullopt where the text is none.
std::optional<ChordChange> read_chord_change(std::string_view text) noexcept;
std::vector<int> change_chord(std::vector<int> notes, ChordChange change);

struct Scale {
    std::string_view name;
    std::vector<double> steps;  // semitones above the root, rising, inside one octave
};
// Case, blanks, `_` and `:` make no difference ("minor:pentatonic", "minorPentatonic"). nullptr where unknown.
const Scale* find_scale(std::string_view name);
std::span<const Scale> scales();
// The note of a degree: degrees beyond the scale go on in the next octaves, negative ones below.
double scale_note(const Scale& scale, int degree) noexcept;

}  // namespace phonon::pattern
