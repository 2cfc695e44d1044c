// How chords are laid out. The qualities of lead sheets have layouts of their own (layouts.cpp); all others are laid
// out by rule: the root below, the other notes in close position above it, once with each of them on top.
#include <algorithm>
#include <array>
#include <charconv>

#include "pattern/chord_symbols.hpp"
#include "pattern/notes.hpp"
#include "pattern/tables/layouts.hpp"

namespace phonon::pattern {

namespace {

// Takes `word` from the front of `text`; false where it does not stand there.
bool take(std::string_view& text, std::string_view word) noexcept {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

template <std::size_t N>
bool take_any(std::string_view& text, const std::array<std::string_view, N>& words) noexcept {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return take(text, word); });
}

// The notes of a chord by their place in the scale: 0 where the chord has none.
struct Degrees {
    int third = 4;
    int fifth = 7;
    int sixth = 0;
    int seventh = 0;
    std::vector<int> above;  // ninths, elevenths, thirteenths

    std::vector<int> notes() const {
        std::vector<int> all{0};
        for (const int note : {third, fifth, sixth, seventh}) {
            if (note != 0) all.push_back(note);
        }
        all.insert(all.end(), above.begin(), above.end());
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }
};

// The natural note of a degree in a chord: 9 is 14 semitones, 11 is 17, 13 is 21.
std::optional<int> natural(int degree) noexcept {
    switch (degree) {
        case 5: return 7;
        case 6: return 9;
        case 9: return 14;
        case 11: return 17;
        case 13: return 21;
        default: return std::nullopt;
    }
}

// `b9`, `#11`, `b5` ... put into `chord`; false where nothing like that stands there.
bool alter(std::string_view& text, Degrees& chord) {
    std::string_view rest = text;
    const bool flat = take(rest, "b");
    if (!flat && !take(rest, "#")) return false;
    int degree = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + std::min<std::size_t>(rest.size(), 2), degree);
    if (error != std::errc{}) return false;
    const auto note = natural(degree);
    if (!note) return false;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    text = rest;
    const int altered = *note + (flat ? -1 : 1);
    if (degree == 5) {
        chord.fifth = altered;
    } else {
        std::erase(chord.above, *note);
        chord.above.push_back(altered);
    }
    return true;
}

void extend(int number, int seventh, Degrees& chord) {
    chord.seventh = seventh;
    if (number >= 9) chord.above.push_back(14);
    if (number == 11) chord.above.push_back(17);
    if (number == 13) chord.above.push_back(21);
}

}  // namespace

std::optional<ChordSymbol> read_chord_symbol(std::string_view text) noexcept {
    std::size_t length = text.empty() ? 0 : 1;
    while (length < text.size() && (text[length] == '#' || text[length] == 'b')) ++length;
    const auto root = note_semitones(text.substr(0, length));
    if (!root) return std::nullopt;
    text.remove_prefix(length);
    return ChordSymbol{((*root % 12) + 12) % 12, text.substr(0, text.find('/'))};
}

std::vector<int> quality_notes(std::string_view quality) {
    if (const auto* named = quality.size() > 2 ? find_chord(quality) : nullptr) return *named;
    std::string_view rest = quality;
    Degrees chord;
    int seventh = 10;
    if (take_any(rest, std::array<std::string_view, 3>{"maj", "^", "M"})) {
        seventh = 11;
    } else if (take_any(rest, std::array<std::string_view, 3>{"min", "m", "-"})) {
        chord.third = 3;
        if (take_any(rest, std::array<std::string_view, 3>{"maj", "^", "M"})) seventh = 11;
    } else if (take_any(rest, std::array<std::string_view, 2>{"dim", "o"})) {
        chord.third = 3;
        chord.fifth = 6;
        seventh = 9;
    } else if (take(rest, "h")) {
        chord.third = 3;
        chord.fifth = 6;
        chord.seventh = 10;
    } else if (take_any(rest, std::array<std::string_view, 2>{"aug", "+"})) {
        chord.fifth = 8;
    }
    if (take(rest, "69")) {
        chord.sixth = 9;
        chord.above.push_back(14);
    } else if (take(rest, "6")) {
        chord.sixth = 9;
    } else if (take(rest, "13")) {
        extend(13, seventh, chord);
    } else if (take(rest, "11")) {
        extend(11, seventh, chord);
    } else if (take(rest, "9")) {
        extend(9, seventh, chord);
    } else if (take(rest, "7")) {
        chord.seventh = seventh;
    } else if (take(rest, "5")) {
        chord.third = 0;
    } else if (take(rest, "2")) {
        chord.above.push_back(14);
    } else if (quality == "^" || quality == "maj^") {
        chord.seventh = 11;
    }
    while (!rest.empty()) {
        if (take(rest, "alt")) {
            chord.fifth = 8;
            chord.above = {13, 15};
        } else if (take(rest, "sus2")) {
            chord.third = 2;
        } else if (take(rest, "sus4") || take(rest, "sus")) {
            chord.third = 5;
        } else if (take(rest, "add9") || take(rest, "add2")) {
            chord.above.push_back(14);
        } else if (take(rest, "add11") || take(rest, "add4")) {
            chord.above.push_back(17);
        } else if (!alter(rest, chord)) {
            return {};
        }
    }
    return chord.notes();
}

namespace {

// The root below, all other notes in close position above it, once with each note on top.
std::vector<Voicing> by_rule(const std::vector<int>& notes) {
    std::vector<int> upper;
    for (const int note : notes) upper.push_back(note % 12);
    std::sort(upper.begin(), upper.end());
    upper.erase(std::unique(upper.begin(), upper.end()), upper.end());
    std::vector<Voicing> made;
    for (const int top : upper) {
        Voicing voicing;
        for (const int note : upper) {
            if (note != 0 || top == 0) voicing.push_back(note <= top ? note + 12 : note);
        }
        voicing.push_back(0);
        std::sort(voicing.begin(), voicing.end());
        made.push_back(std::move(voicing));
    }
    return made;
}

// Third and seventh, either of them on top; fifth and sixth stand in where one is missing.
std::vector<Voicing> guide_tones(const std::vector<int>& notes) {
    const auto first_of = [&](std::initializer_list<int> wanted) -> std::optional<int> {
        for (const int note : wanted) {
            if (std::find(notes.begin(), notes.end(), note) != notes.end()) return note;
        }
        return std::nullopt;
    };
    const auto third = first_of({3, 4, 5, 2});
    const auto seventh = first_of({10, 11, 9, 7, 6, 8});
    if (!third || !seventh) return by_rule(notes);
    return {{*third, *seventh}, {*seventh, *third + 12}};
}

// Third, fifth, seventh and ninth, and the same with the upper two below.
std::vector<Voicing> left_hand(const std::vector<int>& notes) {
    const auto tones = guide_tones(notes);
    if (tones.empty() || tones.front().size() != 2) return by_rule(notes);
    const int third = tones.front()[0];
    const int seventh = tones.front()[1];
    const bool diminished = std::find(notes.begin(), notes.end(), 6) != notes.end();
    const bool ninth_flat = std::find(notes.begin(), notes.end(), 13) != notes.end();
    const int fifth = diminished ? 6 : 7;
    const int ninth = ninth_flat ? 13 : 14;
    return {{third, fifth, seventh, ninth}, {seventh, ninth, third + 12, fifth + 12}};
}

// The three inversions.
std::vector<Voicing> triads(const std::vector<int>& notes) {
    std::vector<int> chord(notes.begin(),
                           notes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(notes.size(), 3)));
    std::vector<Voicing> made;
    for (std::size_t i = 0; i < chord.size(); ++i) {
        made.push_back(chord);
        chord = change_chord(std::move(chord), {ChordChange::Kind::invert, 1});
    }
    return made;
}

}  // namespace

std::vector<Voicing> voicings(std::string_view dictionary, std::string_view quality) {
    auto known = known_layouts(dictionary, quality);
    if (!known.empty()) return known;
    const auto notes = quality_notes(quality);
    if (notes.empty()) return {};
    if (dictionary == "lefthand") return left_hand(notes);
    if (dictionary == "guidetones") return guide_tones(notes);
    if (dictionary == "triads") return triads(notes);
    return by_rule(notes);
}

}  // namespace phonon::pattern
