// Chord symbols as written in lead sheets ("C^7", "Bbm7b5", "F#7sus") and the ways to lay their notes out.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace phonon::pattern {

struct ChordSymbol {
    int root = 0;              // 0 ... 11, c = 0
    std::string_view quality;  // what stands behind the root, without a bass after `/`
};

// A letter, accidentals (# and b), then the quality. nullopt where no letter begins the text.
std::optional<ChordSymbol> read_chord_symbol(std::string_view text) noexcept;

// The notes of a quality in semitones above the root, rising. `-` is minor, `^` a major seventh, `o` diminished, `h`
// half diminished, `+` augmented; then 2 5 6 69 7 9 11 13, sus, add, alt and alterations as b9, #11. Empty where the
// text is none of these.
std::vector<int> quality_notes(std::string_view quality);

// A layout: notes in semitones above the root's octave, rising.
using Voicing = std::vector<int>;
// The layouts of a quality in the dictionary of that name: "ireal" (four and five notes with a bass), "lefthand" (four
// notes without root), "guidetones" (third and seventh), "triads", "legacy" (triads and lefthand). Unknown dictionaries
// read as "ireal". Empty where the quality is unknown.
std::vector<Voicing> voicings(std::string_view dictionary, std::string_view quality);

}  // namespace phonon::pattern
