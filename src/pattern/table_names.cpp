#include "pattern/table_names.hpp"

#include <algorithm>
#include <array>

#include "pattern/chord_symbols.hpp"
#include "pattern/notes.hpp"
#include "pattern/words/arpeggio_modes.hpp"

namespace phonon::pattern {

namespace {

// With or without a root: "major", "c4:major".
bool is_scale(std::string_view name) {
    if (find_scale(name) != nullptr) return true;
    const std::size_t colon = name.find(':');
    return colon != name.npos && note_semitones(name.substr(0, colon)) && find_scale(name.substr(colon + 1)) != nullptr;
}

std::vector<std::string_view> scale_names() {
    std::vector<std::string_view> names;
    for (const Scale& scale : scales()) names.push_back(scale.name);
    return names;
}

// Numbers are an order of their own.
bool is_mode(std::string_view name) {
    const auto modes = arpeggio_modes();
    return std::find(modes.begin(), modes.end(), name) != modes.end() ||
           name.find_first_not_of("-.0123456789") == name.npos;
}

std::vector<std::string_view> word_names() {
    std::vector<std::string_view> names;
    for (const Word& word : words()) names.push_back(word.name);
    return names;
}

bool is_chord_symbol(std::string_view name) {
    const auto symbol = read_chord_symbol(name);
    return symbol && !quality_notes(symbol->quality).empty();
}

// Many letters and signs: there is no short list to be near to.
std::vector<std::string_view> no_names() { return {}; }

constexpr std::array<std::string_view, 5> dictionaries{"ireal", "lefthand", "guidetones", "triads", "legacy"};

template <auto& names>
std::vector<std::string_view> all_of() {
    return {names.begin(), names.end()};
}
template <auto& names>
bool is_among(std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

const NameTable* table_of(const Word& word, const Param& param) {
    static constexpr NameTable scales{"scale", is_scale, scale_names};
    static constexpr NameTable modes{"mode", is_mode, arpeggio_modes};
    static constexpr NameTable words{"word", [](std::string_view name) { return find_word(name) != nullptr; },
                                     word_names};
    static constexpr NameTable chords{"chord", is_chord_symbol, no_names, "for example C, Am7, F^7, Bbm7b5 or G7sus"};
    static constexpr NameTable layouts{"dictionary", is_among<dictionaries>, all_of<dictionaries>,
                                       "there are ireal, lefthand, guidetones and triads"};
    if (param.kind != ParamKind::word) return nullptr;
    if (word.name == "chord") return &chords;
    if (word.name == "dict") return &layouts;
    if (word.name.starts_with("scale") && param.name == "name") return &scales;
    if (word.name == "arp") return &modes;
    if (param.name == "word" && word.kind == WordKind::transform) return &words;
    return nullptr;
}

}  // namespace phonon::pattern
