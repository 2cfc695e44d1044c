// The scales of Tidal and those that only tonal.js (Strudel) has, with their notes as semitones above the root.
#include <algorithm>
#include <cctype>

#include "pattern/tables/scales.hpp"

namespace phonon::pattern {

namespace {

const std::vector<Scale>& tidal() {
    static const std::vector<Scale> rows{
        {"minPent", {0, 3, 5, 7, 10}},
        {"majPent", {0, 2, 4, 7, 9}},
        {"ritusen", {0, 2, 5, 7, 9}},
        {"egyptian", {0, 2, 5, 7, 10}},
        {"kumai", {0, 2, 3, 7, 9}},
        {"hirajoshi", {0, 2, 3, 7, 8}},
        {"iwato", {0, 1, 5, 6, 10}},
        {"chinese", {0, 4, 6, 7, 11}},
        {"indian", {0, 4, 5, 7, 10}},
        {"pelog", {0, 1, 3, 7, 8}},
        {"prometheus", {0, 2, 4, 6, 11}},
        {"scriabin", {0, 1, 4, 7, 9}},
        {"gong", {0, 2, 4, 7, 9}},
        {"shang", {0, 2, 5, 7, 10}},
        {"jiao", {0, 3, 5, 8, 10}},
        {"zhi", {0, 2, 5, 7, 9}},
        {"yu", {0, 3, 5, 7, 10}},
        {"whole", {0, 2, 4, 6, 8, 10}},
        {"wholetone", {0, 2, 4, 6, 8, 10}},
        {"augmented", {0, 3, 4, 7, 8, 11}},
        {"augmented2", {0, 1, 4, 5, 8, 9}},
        {"hexMajor7", {0, 2, 4, 7, 9, 11}},
        {"hexDorian", {0, 2, 3, 5, 7, 10}},
        {"hexPhrygian", {0, 1, 3, 5, 8, 10}},
        {"hexSus", {0, 2, 5, 7, 9, 10}},
        {"hexMajor6", {0, 2, 4, 5, 7, 9}},
        {"hexAeolian", {0, 3, 5, 7, 8, 10}},
        {"major", {0, 2, 4, 5, 7, 9, 11}},
        {"ionian", {0, 2, 4, 5, 7, 9, 11}},
        {"dorian", {0, 2, 3, 5, 7, 9, 10}},
        {"phrygian", {0, 1, 3, 5, 7, 8, 10}},
        {"lydian", {0, 2, 4, 6, 7, 9, 11}},
        {"mixolydian", {0, 2, 4, 5, 7, 9, 10}},
        {"aeolian", {0, 2, 3, 5, 7, 8, 10}},
        {"minor", {0, 2, 3, 5, 7, 8, 10}},
        {"locrian", {0, 1, 3, 5, 6, 8, 10}},
        {"harmonicMinor", {0, 2, 3, 5, 7, 8, 11}},
        {"harmonicMajor", {0, 2, 4, 5, 7, 8, 11}},
        {"melodicMinor", {0, 2, 3, 5, 7, 9, 11}},
        {"melodicMinorDesc", {0, 2, 3, 5, 7, 8, 10}},
        {"melodicMajor", {0, 2, 4, 5, 7, 8, 10}},
        {"bartok", {0, 2, 4, 5, 7, 8, 10}},
        {"hindu", {0, 2, 4, 5, 7, 8, 10}},
        {"todi", {0, 1, 3, 6, 7, 8, 11}},
        {"purvi", {0, 1, 4, 6, 7, 8, 11}},
        {"marva", {0, 1, 4, 6, 7, 9, 11}},
        {"bhairav", {0, 1, 4, 5, 7, 8, 11}},
        {"ahirbhairav", {0, 1, 4, 5, 7, 9, 10}},
        {"superLocrian", {0, 1, 3, 4, 6, 8, 10}},
        {"romanianMinor", {0, 2, 3, 6, 7, 9, 10}},
        {"hungarianMinor", {0, 2, 3, 6, 7, 8, 11}},
        {"neapolitanMinor", {0, 1, 3, 5, 7, 8, 11}},
        {"enigmatic", {0, 1, 4, 6, 8, 10, 11}},
        {"spanish", {0, 1, 4, 5, 7, 8, 10}},
        {"leadingWhole", {0, 2, 4, 6, 8, 10, 11}},
        {"lydianMinor", {0, 2, 4, 6, 7, 8, 10}},
        {"neapolitanMajor", {0, 1, 3, 5, 7, 9, 11}},
        {"locrianMajor", {0, 2, 4, 5, 6, 8, 10}},
        {"diminished", {0, 1, 3, 4, 6, 7, 9, 10}},
        {"diminished2", {0, 2, 3, 5, 6, 8, 9, 11}},
        {"octatonic", {0, 1, 3, 4, 6, 7, 9, 10}},
        {"octatonic2", {0, 2, 3, 5, 6, 8, 9, 11}},
        {"chromatic", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
        {"messiaen1", {0, 2, 4, 6, 8, 10}},
        {"messiaen2", {0, 1, 3, 4, 6, 7, 9, 10}},
        {"messiaen3", {0, 2, 3, 4, 6, 7, 8, 10, 11}},
        {"messiaen4", {0, 1, 2, 5, 6, 7, 8, 11}},
        {"messiaen5", {0, 1, 5, 6, 7, 11}},
        {"messiaen6", {0, 2, 4, 5, 6, 8, 10, 11}},
        {"messiaen7", {0, 1, 2, 3, 5, 6, 7, 8, 9, 11}},
        {"bayati", {0, 1.5, 3, 5, 7, 8, 10}},
        {"hijaz", {0, 1, 4, 5, 7, 8.5, 10}},
        {"sikah", {0, 1.5, 3.5, 5.5, 7, 8.5, 10.5}},
        {"rast", {0, 2, 3.5, 5, 7, 9, 10.5}},
        {"iraq", {0, 1.5, 3.5, 5, 6.5, 8.5, 10.5}},
        {"saba", {0, 1.5, 3, 4, 6, 8, 10}},
    };
    return rows;
}

const std::vector<Scale>& strudel() {
    static const std::vector<Scale> rows{
        {"major pentatonic", {0, 2, 4, 7, 9}},
        {"pentatonic", {0, 2, 4, 7, 9}},
        {"ionian pentatonic", {0, 4, 5, 7, 11}},
        {"mixolydian pentatonic", {0, 4, 5, 7, 10}},
        {"neopolitan major pentatonic", {0, 4, 5, 6, 10}},
        {"neapolitan major pentatonic", {0, 4, 5, 6, 10}},
        {"vietnamese 1", {0, 3, 5, 7, 8}},
        {"kumoijoshi", {0, 1, 5, 7, 8}},
        {"in-sen", {0, 1, 5, 7, 10}},
        {"lydian pentatonic", {0, 4, 6, 7, 11}},
        {"malkos raga", {0, 3, 5, 8, 10}},
        {"locrian pentatonic", {0, 3, 5, 6, 10}},
        {"minor seven flat five pentatonic", {0, 3, 5, 6, 10}},
        {"minor pentatonic", {0, 3, 5, 7, 10}},
        {"vietnamese 2", {0, 3, 5, 7, 10}},
        {"minor six pentatonic", {0, 3, 5, 7, 9}},
        {"flat three pentatonic", {0, 2, 3, 7, 9}},
        {"kumoi", {0, 2, 3, 7, 9}},
        {"flat six pentatonic", {0, 2, 4, 7, 8}},
        {"whole tone pentatonic", {0, 4, 6, 8, 10}},
        {"lydian #5P pentatonic", {0, 4, 6, 8, 11}},
        {"lydian dominant pentatonic", {0, 4, 6, 7, 10}},
        {"minor #7M pentatonic", {0, 3, 5, 7, 11}},
        {"super locrian pentatonic", {0, 3, 4, 6, 10}},
        {"minor hexatonic", {0, 2, 3, 5, 7, 11}},
        {"piongio", {0, 2, 5, 7, 9, 10}},
        {"prometheus neopolitan", {0, 1, 4, 6, 9, 10}},
        {"prometheus neapolitan", {0, 1, 4, 6, 9, 10}},
        {"mystery #1", {0, 1, 4, 6, 8, 10}},
        {"six tone symmetric", {0, 1, 4, 5, 8, 9}},
        {"messiaen's mode #1", {0, 2, 4, 6, 8, 10}},
        {"messiaen's mode #5", {0, 1, 5, 6, 7, 11}},
        {"minor blues", {0, 3, 5, 6, 7, 10}},
        {"blues", {0, 3, 5, 6, 7, 10}},
        {"major blues", {0, 2, 3, 4, 7, 9}},
        {"arabian", {0, 2, 4, 5, 6, 8, 10}},
        {"double harmonic lydian", {0, 1, 4, 6, 7, 8, 11}},
        {"altered", {0, 1, 3, 4, 6, 8, 10}},
        {"diminished whole tone", {0, 1, 3, 4, 6, 8, 10}},
        {"pomeroy", {0, 1, 3, 4, 6, 8, 10}},
        {"locrian #2", {0, 2, 3, 5, 6, 8, 10}},
        {"half-diminished", {0, 2, 3, 5, 6, 8, 10}},
        {"aeolian b5", {0, 2, 3, 5, 6, 8, 10}},
        {"mixolydian b6", {0, 2, 4, 5, 7, 8, 10}},
        {"melodic minor fifth mode", {0, 2, 4, 5, 7, 8, 10}},
        {"lydian dominant", {0, 2, 4, 6, 7, 9, 10}},
        {"lydian b7", {0, 2, 4, 6, 7, 9, 10}},
        {"overtone", {0, 2, 4, 6, 7, 9, 10}},
        {"lydian augmented", {0, 2, 4, 6, 8, 9, 11}},
        {"dorian b2", {0, 1, 3, 5, 7, 9, 10}},
        {"phrygian #6", {0, 1, 3, 5, 7, 9, 10}},
        {"melodic minor second mode", {0, 1, 3, 5, 7, 9, 10}},
        {"ultralocrian", {0, 1, 3, 4, 6, 8, 9}},
        {"superlocrian bb7", {0, 1, 3, 4, 6, 8, 9}},
        {"superlocrian diminished", {0, 1, 3, 4, 6, 8, 9}},
        {"locrian 6", {0, 1, 3, 5, 6, 9, 10}},
        {"locrian natural 6", {0, 1, 3, 5, 6, 9, 10}},
        {"locrian sharp 6", {0, 1, 3, 5, 6, 9, 10}},
        {"augmented heptatonic", {0, 3, 4, 5, 7, 8, 11}},
        {"dorian #4", {0, 2, 3, 6, 7, 9, 10}},
        {"ukrainian dorian", {0, 2, 3, 6, 7, 9, 10}},
        {"altered dorian", {0, 2, 3, 6, 7, 9, 10}},
        {"lydian diminished", {0, 2, 3, 6, 7, 9, 11}},
        {"leading whole tone", {0, 2, 4, 6, 8, 10, 11}},
        {"phrygian dominant", {0, 1, 4, 5, 7, 8, 10}},
        {"phrygian major", {0, 1, 4, 5, 7, 8, 10}},
        {"balinese", {0, 1, 3, 5, 7, 8, 11}},
        {"neopolitan major", {0, 1, 3, 5, 7, 9, 11}},
        {"double harmonic major", {0, 1, 4, 5, 7, 8, 11}},
        {"gypsy", {0, 1, 4, 5, 7, 8, 11}},
        {"hungarian major", {0, 3, 4, 6, 7, 9, 10}},
        {"oriental", {0, 1, 4, 5, 6, 9, 10}},
        {"flamenco", {0, 1, 3, 4, 6, 7, 10}},
        {"todi raga", {0, 1, 3, 6, 7, 8, 11}},
        {"dominant", {0, 2, 4, 5, 7, 9, 10}},
        {"persian", {0, 1, 4, 5, 6, 8, 11}},
        {"major augmented", {0, 2, 4, 5, 8, 9, 11}},
        {"major #5", {0, 2, 4, 5, 8, 9, 11}},
        {"ionian augmented", {0, 2, 4, 5, 8, 9, 11}},
        {"ionian #5", {0, 2, 4, 5, 8, 9, 11}},
        {"lydian #9", {0, 3, 4, 6, 7, 9, 11}},
        {"messiaen's mode #4", {0, 1, 2, 5, 6, 7, 8, 11}},
        {"purvi raga", {0, 1, 4, 5, 6, 7, 8, 11}},
        {"spanish heptatonic", {0, 1, 3, 4, 5, 7, 8, 10}},
        {"bebop", {0, 2, 4, 5, 7, 9, 10, 11}},
        {"bebop minor", {0, 2, 3, 4, 5, 7, 9, 10}},
        {"bebop major", {0, 2, 4, 5, 7, 8, 9, 11}},
        {"bebop locrian", {0, 1, 3, 5, 6, 7, 8, 10}},
        {"minor bebop", {0, 2, 3, 5, 7, 8, 10, 11}},
        {"whole-half diminished", {0, 2, 3, 5, 6, 8, 9, 11}},
        {"ichikosucho", {0, 2, 4, 5, 6, 7, 9, 11}},
        {"minor six diminished", {0, 2, 3, 5, 7, 8, 9, 11}},
        {"half-whole diminished", {0, 1, 3, 4, 6, 7, 9, 10}},
        {"dominant diminished", {0, 1, 3, 4, 6, 7, 9, 10}},
        {"messiaen's mode #2", {0, 1, 3, 4, 6, 7, 9, 10}},
        {"kafi raga", {0, 3, 4, 5, 7, 9, 10, 11}},
        {"messiaen's mode #6", {0, 2, 4, 5, 6, 8, 10, 11}},
        {"composite blues", {0, 2, 3, 4, 5, 6, 7, 9, 10}},
        {"messiaen's mode #3", {0, 2, 3, 4, 6, 7, 8, 10, 11}},
        {"messiaen's mode #7", {0, 1, 2, 3, 5, 6, 7, 8, 9, 11}},
    };
    return rows;
}

// The next character that counts, in lower case; 0 at the end.
char next_letter(std::string_view& text) noexcept {
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == ' ' || c == '_' || c == ':' || c == '-') continue;
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return 0;
}

bool same_name(std::string_view a, std::string_view b) noexcept {
    char x = 0;
    do {
        x = next_letter(a);
        if (x != next_letter(b)) return false;
    } while (x != 0);
    return true;
}

const Scale* find_in(std::span<const Scale> rows, std::string_view name) {
    const auto it = std::find_if(rows.begin(), rows.end(), [&](const Scale& s) { return same_name(s.name, name); });
    return it == rows.end() ? nullptr : &*it;
}

}  // namespace

std::span<const Scale> scales() {
    static const std::vector<Scale> all = [] {
        std::vector<Scale> rows = tidal();
        rows.insert(rows.end(), strudel().begin(), strudel().end());
        return rows;
    }();
    return all;
}

const Scale* find_scale(std::string_view name) { return find_in(scales(), name); }

const Scale* find_tidal_scale(std::string_view name) { return find_in(scales().first(tidal().size()), name); }

const Scale* find_strudel_scale(std::string_view name) {
    // Two names that mean another scale in Tidal.
    static const std::vector<Scale> other{{"diminished", {0, 2, 3, 5, 6, 8, 9, 11}},
                                          {"prometheus", {0, 2, 4, 6, 9, 10}}};
    if (const Scale* scale = find_in(other, name)) return scale;
    return find_in(scales().subspan(tidal().size()), name);
}

}  // namespace phonon::pattern
