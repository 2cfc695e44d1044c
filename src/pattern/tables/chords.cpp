// The chord names of Tidal's chord table, with their notes as semitones above the root.
#include <algorithm>

#include "pattern/notes.hpp"

namespace phonon::pattern {

namespace {

struct Chord {
    std::string_view names;  // separated by blanks
    std::vector<int> notes;
};

const std::vector<Chord>& chords() {
    static const std::vector<Chord> table{
        {"major maj M", {0, 4, 7}},
        {"aug plus sharp5", {0, 4, 8}},
        {"six 6", {0, 4, 7, 9}},
        {"sixNine six9 sixby9 6by9", {0, 4, 7, 9, 14}},
        {"major7 maj7", {0, 4, 7, 11}},
        {"major9 maj9", {0, 4, 7, 11, 14}},
        {"add9", {0, 4, 7, 14}},
        {"major11 maj11", {0, 4, 7, 11, 14, 17}},
        {"add11", {0, 4, 7, 17}},
        {"major13 maj13", {0, 4, 7, 11, 14, 21}},
        {"add13", {0, 4, 7, 21}},
        {"dom7", {0, 4, 7, 10}},
        {"dom9", {0, 4, 7, 14}},
        {"dom11", {0, 4, 7, 17}},
        {"dom13", {0, 4, 7, 21}},
        {"sevenFlat5 7f5", {0, 4, 6, 10}},
        {"sevenSharp5 7s5", {0, 4, 8, 10}},
        {"sevenFlat9 7f9", {0, 4, 7, 10, 13}},
        {"nine", {0, 4, 7, 10, 14}},
        {"eleven 11", {0, 4, 7, 10, 14, 17}},
        {"thirteen 13", {0, 4, 7, 10, 14, 17, 21}},
        {"minor min m", {0, 3, 7}},
        {"diminished dim", {0, 3, 6}},
        {"minorSharp5 msharp5 mS5", {0, 3, 8}},
        {"minor6 min6 m6", {0, 3, 7, 9}},
        {"minorSixNine minor69 min69 minSixNine m69 mSixNine m6by9", {0, 3, 9, 7, 14}},
        {"minor7flat5 minor7f5 min7flat5 min7f5 m7flat5 m7f5", {0, 3, 6, 10}},
        {"minor7 min7 m7", {0, 3, 7, 10}},
        {"minor7sharp5 minor7s5 min7sharp5 min7s5 m7sharp5 m7s5", {0, 3, 8, 10}},
        {"minor7flat9 minor7f9 min7flat9 min7f9 m7flat9 m7f9", {0, 3, 7, 10, 13}},
        {"minor7sharp9 minor7s9 min7sharp9 min7s9 m7sharp9 m7s9", {0, 3, 7, 10, 14}},
        {"diminished7 dim7", {0, 3, 6, 9}},
        {"minor9 min9 m9", {0, 3, 7, 10, 14}},
        {"minor11 min11 m11", {0, 3, 7, 10, 14, 17}},
        {"minor13 min13 m13", {0, 3, 7, 10, 14, 17, 21}},
        {"minorMajor7 minMaj7 mmaj7", {0, 3, 7, 11}},
        {"one 1", {0}},
        {"five 5", {0, 7}},
        {"sus2", {0, 2, 7}},
        {"sus4", {0, 5, 7}},
        {"sevenSus2 7sus2", {0, 2, 7, 10}},
        {"sevenSus4 7sus4", {0, 5, 7, 10}},
        {"nineSus4 ninesus4 9sus4", {0, 5, 7, 10, 14}},
        {"sevenFlat10 7f10", {0, 4, 7, 10, 15}},
        {"nineSharp5 9sharp5 9s5", {0, 1, 13}},
        {"minor9sharp5 minor9s5 min9sharp5 min9s5 m9sharp5 m9s5", {0, 1, 14}},
        {"sevenSharp5flat9 7s5f9", {0, 4, 8, 10, 13}},
        {"minor7sharp5flat9 m7sharp5flat9", {0, 3, 8, 10, 13}},
        {"elevenSharp 11s", {0, 4, 7, 10, 14, 18}},
        {"minor11sharp m11sharp m11s", {0, 3, 7, 10, 14, 18}},
    };
    return table;
}

// Calls f(name, notes) until it returns true.
template <class F>
void each_chord(F f) {
    for (const auto& chord : chords()) {
        std::string_view rest = chord.names;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            if (f(rest.substr(0, end), chord.notes)) return;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
}

}  // namespace

const std::vector<int>* find_chord(std::string_view name) {
    const std::vector<int>* found = nullptr;
    each_chord([&](std::string_view candidate, const std::vector<int>& notes) {
        if (candidate == name) found = &notes;
        return found != nullptr;
    });
    return found;
}

std::vector<std::string_view> chord_names() {
    std::vector<std::string_view> names;
    each_chord([&](std::string_view name, const std::vector<int>&) {
        names.push_back(name);
        return false;
    });
    return names;
}

}  // namespace phonon::pattern
