#include "pattern/mini_atoms.hpp"

#include <fmt/format.h>

#include <charconv>

#include "pattern/combine.hpp"
#include "pattern/note_help.hpp"
#include "pattern/notes.hpp"

namespace phonon::pattern::mini {

namespace {

std::optional<double> plain_number(std::string_view text) noexcept {
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool digits = !text.empty() && text.find_first_of("0123456789") != std::string_view::npos;
    if (digits && error == std::errc{} && end == text.data() + text.size()) return number;
    if (const auto exact = read_number(text)) return exact->to_double();
    return std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

class AtomReader {
public:
    AtomReader(const Node& atom, const MiniOptions& options, std::vector<MiniFault>& faults)
        : atom_(atom), options_(options), faults_(faults) {}

    Pattern read(MiniBase base) {
        const std::string_view text = atom_.text;
        switch (base) {
            case MiniBase::word: return pure(Value::text(text));
            case MiniBase::raw: {
                const auto number = plain_number(text);
                return pure(number ? Value(*number) : Value::text(text));
            }
            case MiniBase::boolean: return boolean();
            case MiniBase::sample: return sample();
            case MiniBase::number: return number();
        }
        return silence();
    }

private:
    Pattern refuse(std::string message, std::string help = "") {
        faults_.push_back({atom_.begin, atom_.end, std::move(message), std::move(help)});
        return silence();
    }

    Pattern boolean() {
        const std::string_view text = atom_.text;
        if (text == "t" || text == "true" || text == "1") return pure(Value::boolean(true));
        if (text == "f" || text == "false" || text == "0") return pure(Value::boolean(false));
        return refuse(fmt::format("`{}` is neither true nor false", text),
                      "write `t`, `f`, `true`, `false`, `1` or `0`");
    }

    // name:n:gain
    Pattern sample() {
        static const ControlName s("s");
        static const ControlName fields[] = {ControlName("n"), ControlName("gain")};
        const auto parts = split(atom_.text, ':');
        if (parts.size() > 3)
            return refuse(fmt::format("`{}` has too many parts", atom_.text), "a sample is name:n:gain");
        ControlMap map;
        map.emplace_back(s, Value::text(parts[0]));
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const auto value = plain_number(parts[i]);
            if (!value) {
                return refuse(fmt::format("`{}` after `:` is no number", parts[i]),
                              i == 1 ? "the number of a sample, as in `bd:3`" : "");
            }
            map.emplace_back(fields[i - 1], *value);
        }
        return pure(Value::controls(std::move(map)));
    }

    std::optional<double> note(std::string_view text) const {
        if (const auto value = plain_number(text)) return value;
        if (const auto semitones = note_semitones(text, options_.note_octave_shift)) return *semitones;
        if (text.size() > 1 && text.front() == '-')
            if (const auto up = note_semitones(text.substr(1), options_.note_octave_shift)) return -*up;
        return std::nullopt;
    }

    Pattern number() {
        const auto parts = split(atom_.text, '\'');
        const auto root = note(parts[0]);
        // A degree with accidentals, `1#`, is read by `scale`.
        if (!root && parts.size() == 1 && degree_semitones(parts[0])) return pure(Value::text(parts[0]));
        if (!root)
            return refuse(fmt::format("`{}` is neither a number nor a note name", parts[0]),
                          help_for_no_note(parts[0]));
        if (parts.size() == 1) return pure(*root);
        std::vector<Value> chord{*root};
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const bool known = (i == 1 && find_chord(parts[i])) || read_chord_change(parts[i]);
            if (!known) {
                return refuse(fmt::format("`{}` is {}", parts[i], i == 1 ? "no chord" : "no change of a chord"),
                              i == 1 ? "for example `c'maj`, `e'min7` or `g'sus4`"
                                     : "a number of notes, `i` (inversion), `o` (open) or `d1` (drop)");
            }
            chord.push_back(Value::text(parts[i]));
        }
        std::vector<Pattern> notes;
        const Value sounding = chord_notes(chord);
        for (const auto& value : sounding.as_list()) notes.push_back(pure(value));
        return stack(std::move(notes));
    }

    const Node& atom_;
    const MiniOptions& options_;
    std::vector<MiniFault>& faults_;
};

}  // namespace

Pattern read_atom(const Node& atom, MiniBase base, const MiniOptions& options, std::vector<MiniFault>& faults) {
    return AtomReader(atom, options, faults).read(base);
}

void check_chord_words(const Node& node, std::vector<MiniFault>& faults) {
    if (node.kind == Kind::atom && !find_chord(node.text) && !read_chord_change(node.text)) {
        faults.push_back(
            {node.begin, node.end, fmt::format("`{}` is no chord", node.text), "for example `maj`, `min7` or `sus4`"});
    }
    for (const auto& row : node.rows) {
        for (const auto& step : row) check_chord_words(*step.node, faults);
    }
    // Other arguments are factors and the like, which hold numbers.
    const bool holds_words = node.kind != Kind::alternate && node.kind != Kind::polymeter && !node.args.empty();
    if (holds_words) check_chord_words(*node.args[0], faults);
}

Value chord_notes(const std::vector<Value>& parts) {
    std::size_t next = 1;
    const std::vector<int>* chord = parts.size() > 1 ? find_chord(parts[1].as_text()) : nullptr;
    if (chord) {
        ++next;
    } else {
        chord = find_chord("major");
    }
    std::vector<int> notes = *chord;
    for (; next < parts.size(); ++next) {
        if (const auto change = read_chord_change(parts[next].as_text()))
            notes = change_chord(std::move(notes), *change);
    }
    std::vector<Value> out;
    for (const int semitones : notes) out.emplace_back(number_of(parts[0]) + semitones);
    return Value::list(std::move(out));
}

}  // namespace phonon::pattern::mini
