// Chord symbols: their layout as notes, and their roots.
#include <algorithm>
#include <cmath>

#include "pattern/chord_symbols.hpp"
#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/word.hpp"
#include "pattern/words/control_rows.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

// What `voicing` is told by the controls of an event.
struct Request {
    ChordSymbol symbol;
    std::string_view dictionary = "ireal";
    std::string_view mode = "below";
    double anchor = 12;  // semitones from c4
    int offset = 0;
    int octaves = 1;
    bool one_note = false;  // only note `n` of the layout
    int n = 0;
};

int modulo(int a, int b) noexcept { return ((a % b) + b) % b; }

int whole_number(const Value& value) { return static_cast<int>(std::clamp(std::floor(number_of(value)), -1e6, 1e6)); }

// The layout whose note next to the anchor (the highest one, with `above` and `root` the lowest) is nearest below it.
std::vector<double> lay_out(const Request& request) {
    const auto layouts = voicings(request.dictionary, request.symbol.quality);
    if (layouts.empty()) return {};
    const bool from_below = request.mode == "above" || request.mode == "root";
    const int anchor = static_cast<int>(std::floor(request.anchor));
    const auto target = [&](const Voicing& v) { return from_below ? v.front() : v.back(); };
    const auto distance = [&](const Voicing& v) { return modulo(anchor - target(v) - request.symbol.root, 12); };
    int best = 0;
    const auto count = static_cast<int>(layouts.size());
    for (int i = 1; i < count && request.mode != "root"; ++i) {
        if (distance(layouts[static_cast<std::size_t>(i)]) < distance(layouts[static_cast<std::size_t>(best)]))
            best = i;
    }
    const Voicing& chosen = layouts[static_cast<std::size_t>(modulo(best + request.offset, count))];
    const int octaves_up = static_cast<int>(std::ceil(static_cast<double>(request.offset) / count));
    const int base = anchor - distance(chosen) + 12 * octaves_up - target(chosen);
    std::vector<double> notes;
    for (const int note : chosen) {
        const int at = base + note;
        if (request.mode == "duck" && at == anchor) continue;
        notes.push_back(at);
    }
    if (!request.one_note || notes.empty()) return notes;
    const auto size = static_cast<int>(notes.size());
    const int place = modulo(request.n, size);
    return {notes[static_cast<std::size_t>(place)] + 12.0 * request.octaves * ((request.n - place) / size)};
}

// The notes of one event's chord as a list; the event as it is where it names no chord.
Value voiced(const Value& value) {
    static const ControlName chord("chord"), dictionary("dict"), anchor("anchor"), mode("mode"), offset("offset"),
        octaves("octaves"), n("n"), note("note");
    Request request;
    const auto text_in = [&](ControlName name, std::string_view otherwise) {
        const Value* found = value.find(name);
        return found != nullptr && found->is_text() ? found->as_text() : otherwise;
    };
    const auto symbol = read_chord_symbol(value.is_controls() ? text_in(chord, "") : value.as_text());
    if (!symbol) return value;
    request.symbol = *symbol;
    request.dictionary = text_in(dictionary, request.dictionary);
    request.mode = text_in(mode, request.mode);
    if (const Value* found = value.find(anchor)) request.anchor = number_of(*found, request.anchor);
    if (const Value* found = value.find(offset)) request.offset = whole_number(*found);
    if (const Value* found = value.find(octaves)) request.octaves = whole_number(*found);
    if (const Value* found = value.find(n)) {
        request.one_note = true;
        request.n = whole_number(*found);
    }
    ControlMap rest = value.as_controls();
    std::erase_if(rest, [&](const auto& entry) {
        return entry.first == chord || entry.first == dictionary || entry.first == anchor || entry.first == mode ||
               entry.first == offset || entry.first == octaves || entry.first == n;
    });
    const Value base = Value::controls(std::move(rest));
    std::vector<Value> events;
    for (const double pitch : lay_out(request)) events.push_back(base.with(note, pitch));
    return Value::list(std::move(events));
}

Pattern voicing(Args, const Pattern& p) { return uncollect(with_value(p, voiced)); }

Pattern root_notes(const Pattern& p, int octave) {
    return with_value(p, [octave](const Value& value) -> Value {
        static const ControlName chord("chord"), note("note");
        const Value* named = value.is_controls() ? value.find(chord) : &value;
        const auto symbol = named ? read_chord_symbol(named->as_text()) : std::nullopt;
        if (!symbol) return value;
        const double pitch = symbol->root + 12.0 * (octave - 4);
        return value.is_controls() ? Value::control(note, pitch) : Value(pitch);
    });
}

std::vector<Word> chord_controls() {
    constexpr std::string_view sound = R"(chord "<C^7 A7 Dm7 G7>" # s "superpiano")";
    return control_words("chords",
                         {
                             {"chord",
                              {},
                              "A chord symbol, which `voicing` and `rootNotes` turn into notes.",
                              "a root and a quality, as C, Am7, F#7b9",
                              R"("<C^7 A7 Dm7 G7>")",
                              R"(s "superpiano")",
                              ParamKind::word},
                             {"anchor",
                              {},
                              "The note that the top of a `voicing` comes up to.",
                              "a note name or semitones from c4; c5 when not set",
                              R"("g4")",
                              sound},
                             {"dict",
                              {"dictionary"},
                              "Which collection of layouts `voicing` chooses from.",
                              "ireal, lefthand, guidetones or triads; ireal when not set",
                              R"("lefthand")",
                              sound,
                              ParamKind::word},
                             {"mode",
                              {},
                              "How `voicing` meets its anchor.",
                              "below, duck (below, without the anchor itself), above, root; below when not set",
                              R"("above")",
                              sound,
                              ParamKind::word},
                             {"offset",
                              {},
                              "How many layouts further than the nearest one `voicing` goes.",
                              "a whole number, 0 when not set",
                              R"("<0 1 2>")",
                              sound},
                             {"octaves",
                              {},
                              "How far `n` moves a `voicing` each time it has gone through its notes.",
                              "octaves, 1 when not set",
                              "2",
                              sound},
                         });
}

}  // namespace

std::vector<Word> chords_words() {
    std::vector<Word> rows = chord_controls();
    rows.push_back({"voicing",
                    {"voicings"},
                    "chords",
                    "Lays chord symbols out as notes, the highest near the `anchor`.",
                    WordKind::transform,
                    {},
                    R"(d1 $ chord "<C^7 A7 Dm7 G7>" # s "superpiano" $ voicing)",
                    {"chord", "anchor", "dict", "rootNotes", "arp"},
                    voicing});
    rows.push_back({"rootNotes",
                    {},
                    "chords",
                    "Turns chord symbols into their root notes.",
                    WordKind::transform,
                    {{"octave", ParamKind::number, "the octave the roots are in; 4 begins at c4"}},
                    R"(d1 $ chord "<C^7 A7 Dm7 G7>" # s "superreese" $ rootNotes 2)",
                    {"voicing"},
                    [](Args a, const Pattern& p) {
                        return patternify(a[0].pattern(),
                                          [p](const Value& v) { return root_notes(p, whole_number(v)); });
                    }});
    return rows;
}

}  // namespace phonon::pattern
