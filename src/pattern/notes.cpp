#include "pattern/notes.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace phonon::pattern {

std::optional<int> note_semitones(std::string_view name, int octave_shift) noexcept {
    if (name.empty()) return std::nullopt;
    const char letter = static_cast<char>(name.front() | 0x20);
    if (letter < 'a' || letter > 'g') return std::nullopt;
    static constexpr int from_a[] = {9, 11, 0, 2, 4, 5, 7};
    int semitones = from_a[letter - 'a'];
    name.remove_prefix(1);
    for (; !name.empty(); name.remove_prefix(1)) {
        const char c = name.front();
        if (c == 's' || c == '#') {
            ++semitones;
        } else if (c == 'f' || c == 'b') {
            --semitones;
        } else if (c != 'n') {
            break;
        }
    }
    if (name.empty()) return semitones;
    int octave = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), octave);
    if (error != std::errc{} || end != name.data() + name.size() || octave < -20 || octave > 20) return std::nullopt;
    return semitones + 12 * (octave - 4 - octave_shift);
}

std::optional<int> degree_semitones(std::string_view text) noexcept {
    int number = 0;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc{} || end == last || std::abs(number) > 10000) return std::nullopt;
    for (const char* at = end; at != last; ++at) {
        if (*at != '#' && *at != 'b') return std::nullopt;
        number += *at == '#' ? 1 : -1;
    }
    return number;
}

std::optional<double> number_in(const Value& value) noexcept {
    if (value.is_number() || value.type() == Value::Type::boolean) return value.number_or(0.0);
    if (value.is_text()) {
        if (const auto semitones = note_semitones(value.as_text())) return *semitones;
        if (const auto degree = degree_semitones(value.as_text())) return *degree;
    }
    return std::nullopt;
}

double number_of(const Value& value, double otherwise) noexcept { return number_in(value).value_or(otherwise); }

std::optional<ChordChange> read_chord_change(std::string_view text) noexcept {
    using Kind = ChordChange::Kind;
    if (text.empty()) return std::nullopt;
    if (text == "o") return ChordChange{Kind::open};
    if (text.find_first_not_of('i') == std::string_view::npos) {
        return ChordChange{Kind::invert, static_cast<int>(text.size())};
    }
    const bool drop = text.front() == 'd';
    const char* first = text.data() + (drop ? 1 : 0);
    const char* last = text.data() + text.size();
    int amount = 0;
    const auto [end, error] = std::from_chars(first, last, amount);
    if (error != std::errc{} || end != last || amount < 1 || amount > 1000) return std::nullopt;
    return ChordChange{drop ? Kind::drop : Kind::notes, amount};
}

std::vector<int> change_chord(std::vector<int> notes, ChordChange change) {
    using Kind = ChordChange::Kind;
    if (notes.empty()) return notes;
    switch (change.kind) {
        case Kind::notes: {
            std::vector<int> out;
            for (int i = 0; i < change.amount; ++i) {
                const auto size = static_cast<int>(notes.size());
                out.push_back(notes[static_cast<std::size_t>(i % size)] + 12 * (i / size));
            }
            return out;
        }
        case Kind::invert:
            for (int i = 0; i < change.amount; ++i) {
                std::rotate(notes.begin(), notes.begin() + 1, notes.end());
                notes.back() += 12;
            }
            return notes;
        case Kind::open: {
            if (notes.size() < 3) return notes;
            std::vector<int> out{notes[0] - 12, notes[2] - 12, notes[1]};
            out.insert(out.end(), notes.begin() + 3, notes.end());
            return out;
        }
        case Kind::drop: {
            const auto amount = static_cast<std::size_t>(change.amount);
            if (amount > notes.size()) return notes;
            const auto at = notes.end() - static_cast<std::ptrdiff_t>(amount);
            const int dropped = *at - 12;
            notes.erase(at);
            notes.insert(notes.begin(), dropped);
            return notes;
        }
    }
    return notes;
}

double scale_note(const Scale& scale, int degree) noexcept {
    const auto size = static_cast<int>(scale.steps.size());
    if (size == 0) return 0.0;
    const int octave = degree >= 0 ? degree / size : -((size - 1 - degree) / size);
    return scale.steps[static_cast<std::size_t>(degree - octave * size)] + 12.0 * octave;
}

}  // namespace phonon::pattern
