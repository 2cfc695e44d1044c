#include "pattern/table_names.hpp"

#include <algorithm>

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

}  // namespace

const NameTable* table_of(const Word& word, const Param& param) {
    static constexpr NameTable scales{"scale", is_scale, scale_names};
    static constexpr NameTable modes{"mode", is_mode, arpeggio_modes};
    static constexpr NameTable words{"word", [](std::string_view name) { return find_word(name) != nullptr; },
                                     word_names};
    if (param.kind != ParamKind::word) return nullptr;
    if (word.name.starts_with("scale") && param.name == "name") return &scales;
    if (word.name == "arp") return &modes;
    if (param.name == "word" && word.kind == WordKind::transform) return &words;
    return nullptr;
}

}  // namespace phonon::pattern
