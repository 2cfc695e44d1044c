#include "pattern/note_help.hpp"

#include <algorithm>

#include "pattern/notes.hpp"

namespace phonon::pattern {

std::string help_for_no_note(std::string_view word) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::size_t number = static_cast<std::size_t>(
        std::find_if(word.begin(), word.end(), [&](char c) { return !is_digit(c) && c != '.' && c != '-'; }) -
        word.begin());
    if (number > 0 && is_digit(word[number - 1])) {
        if (number < word.size() && word[number] == ':')
            return "two values are two controls, as in # room 0.5 # size 4";
        return "numbers in strings have no units: outside it is 440hz, 200ms or -6db";
    }
    if (word.empty() || word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#") !=
                            std::string_view::npos)
        return {};
    std::size_t root = 1;
    while (root < word.size() && (word[root] == '#' || word[root] == 's' || word[root] == 'b')) ++root;
    for (; root > 0; --root) {
        const std::string_view chord = word.substr(root);
        if (note_semitones(word.substr(0, root)) && find_chord(chord) != nullptr)
            return "a chord is written `" + std::string(word.substr(0, root)) + "'" + std::string(chord) + "`";
    }
    return "notes are a to g with `s` or `#` for sharp, `f` or `b` for flat, and an octave: c4, fs3, eb5";
}

}  // namespace phonon::pattern
