// Mini-notation: the little language inside strings, Tidal's dialect (LANGUAGE.md 6).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "pattern/pattern.hpp"

namespace phonon::pattern {

struct MiniFault {
    std::uint32_t begin = 0;  // bytes inside the string
    std::uint32_t end = 0;
    std::string message;  // one sentence
    std::string help;     // may be empty
};

// How the atoms of a string become values.
enum class MiniBase : std::uint8_t {
    raw,      // numbers are numbers, all else words: "3 bd c4"
    word,     // every atom is a word ("1" too)
    number,   // numbers; note names and chords become semitones from c4 (c4 = 0)
    boolean,  // t/f/true/false/1/0
    sample,   // "bd:3" becomes {s: bd, n: 3}
};

struct MiniOptions {
    MiniBase base = MiniBase::raw;
    int note_octave_shift = 0;  // `--tidal-octaves`: 1, so that c5 is 0 semitones
    // Gives the pattern of a bus named inside the string (`~name`, `^name`); empty function: buses are unknown words.
    std::function<const Pattern*(std::string_view)> bus;
};

base::Result<Pattern, std::vector<MiniFault>> parse_mini(std::string_view text, const MiniOptions& options = {});

// Every word (atom that is no number) in the text, and every bus named in it, in order, without making a pattern.
struct MiniAtom {
    std::string text;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool is_bus = false;
};
std::vector<MiniAtom> mini_atoms(std::string_view text);
// Its numbers, whatever they are for.
std::vector<MiniAtom> mini_numbers(std::string_view text);

}  // namespace phonon::pattern
