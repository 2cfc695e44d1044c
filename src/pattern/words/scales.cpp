// Words that turn degrees into notes and move notes.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/remarks.hpp"
#include "pattern/tables/scales.hpp"
#include "pattern/word.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

// A scale on a root. Without a root degrees count from c4, as Tidal's do.
struct Key {
    const Scale* scale = nullptr;  // nullptr: no such scale
    double root = 0.0;             // semitones from c4
    Value name;                    // as it was written
};

// "c4:minor", "a:minor:pentatonic", "minor". With a root the scale is Strudel's, and a root without octave is in octave
// 3; without one it is Tidal's. A name that Tidal lacks gives octaves there, and so it does here.
Key read_key(const Value& written) {
    Key key;
    key.name = written;
    std::string_view name = written.as_text();
    const std::size_t colon = name.find(':');
    const std::string_view first = name.substr(0, colon);
    if (const auto root = colon == name.npos ? std::nullopt : note_semitones(first)) {
        const bool with_octave = first.find_first_of("0123456789") != first.npos;
        key.root = *root - (with_octave ? 0 : 12);
        name.remove_prefix(colon + 1);
    }
    const bool rooted = name.size() != written.as_text().size();
    const Scale* of_tidal = find_tidal_scale(name);
    const Scale* of_strudel = find_strudel_scale(name);
    static const Scale octaves{"", {0}};
    if (rooted) {
        key.scale = of_strudel != nullptr ? of_strudel : of_tidal;
    } else {
        key.scale = of_tidal == nullptr && of_strudel != nullptr ? &octaves : of_tidal;
    }
    return key;
}

// A degree and what its accidentals add: 2, "1#", "2b".
struct Degree {
    int step = 0;
    int shift = 0;
};

std::optional<Degree> degree_of(const Value& value) {
    // Beyond this a note is no longer a pitch, and the sums below stay far from overflow.
    constexpr double furthest = 10000.0;
    if (!value.is_text()) {
        const auto number = number_in(value);
        if (!number || !std::isfinite(*number)) return std::nullopt;
        return Degree{static_cast<int>(std::clamp(std::floor(*number + 1e-9), -furthest, furthest))};
    }
    const std::string_view text = value.as_text();
    Degree degree;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degree.step);
    if (error != std::errc{} || std::abs(degree.step) > furthest) return std::nullopt;
    for (const char* at = end; at != text.data() + text.size(); ++at) {
        if (*at == '#' || *at == 's') {
            ++degree.shift;
        } else if (*at == 'b' || *at == 'f') {
            --degree.shift;
        } else {
            return std::nullopt;
        }
    }
    return degree;
}

double note_at(const Key& key, Degree degree) { return key.root + scale_note(*key.scale, degree.step) + degree.shift; }

// The degree whose note is nearest; the higher one where two are equally near.
int nearest_degree(const Key& key, double note) {
    const auto size = static_cast<int>(key.scale->steps.size());
    const int octave = static_cast<int>(std::clamp(std::floor((note - key.root) / 12.0), -1000.0, 1000.0));
    int best = octave * size;
    double distance = std::numeric_limits<double>::infinity();
    for (int degree = (octave - 1) * size; degree <= (octave + 1) * size; ++degree) {
        const double away = std::fabs(key.root + scale_note(*key.scale, degree) - note);
        if (away > distance) continue;
        distance = away;
        best = degree;
    }
    return best;
}

Value without(const Value& controls, ControlName name) {
    ControlMap rest = controls.as_controls();
    std::erase_if(rest, [name](const auto& entry) { return entry.first == name; });
    return Value::controls(std::move(rest));
}

// What `scale` makes of one value: of `n` the note of that degree, of a note the nearest one of the scale.
Value in_scale(const Key& key, const Value& value) {
    static const ControlName n("n");
    static const ControlName note("note");
    if (value.is_controls()) {
        if (const Value* written = value.find(n)) {
            const auto degree = degree_of(*written);
            if (!degree) return value;
            return without(value, n).with(note, note_at(key, *degree)).with(remark::scale(), key.name);
        }
        const Value* pitch = value.find(note);
        const auto semitones = pitch ? number_in(*pitch) : std::nullopt;
        if (!semitones) return value;
        return value.with(note, note_at(key, {nearest_degree(key, *semitones)})).with(remark::scale(), key.name);
    }
    if (const auto degree = degree_of(value)) return note_at(key, *degree);
    if (const auto pitch = number_in(value)) return note_at(key, {nearest_degree(key, *pitch)});
    return value;
}

Pattern scale(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p](const Value& name) {
        const Key key = read_key(name);
        if (key.scale == nullptr) return p;
        return with_value(p, [key](const Value& v) { return in_scale(key, v); });
    });
}

Value moved_in_scale(const Value& value, int steps) {
    static const ControlName note("note");
    const Value* name = value.find(remark::scale());
    const Value* pitch = value.find(note);
    const auto semitones = pitch ? number_in(*pitch) : std::nullopt;
    if (name == nullptr || !semitones) return value;
    const Key key = read_key(*name);
    if (key.scale == nullptr) return value;
    return value.with(note, note_at(key, {nearest_degree(key, *semitones) + steps}));
}

Pattern scale_transpose(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p](const Value& by) {
        const int steps = degree_of(by).value_or(Degree{}).step;
        return with_value(p, [steps](const Value& v) { return moved_in_scale(v, steps); });
    });
}

// "3M", "-2M", "P5", "4A": an interval's number and quality, in either order, as semitones.
std::optional<double> interval_semitones(std::string_view text) {
    const bool down = text.starts_with('-');
    if (down) text.remove_prefix(1);
    constexpr std::string_view digits = "0123456789";
    const std::size_t first = text.find_first_of(digits);
    if (first == text.npos) return std::nullopt;
    const std::size_t last = std::min(text.find_first_not_of(digits, first), text.size());
    const std::string_view quality = first > 0 ? text.substr(0, first) : text.substr(last);
    int number = 0;
    std::from_chars(text.data() + first, text.data() + last, number);
    if (number < 1 || number > 1000 || quality.empty()) return std::nullopt;
    static constexpr int major[] = {0, 2, 4, 5, 7, 9, 11};
    const int place = (number - 1) % 7;
    const bool perfect = place == 0 || place == 3 || place == 4;
    const auto many = static_cast<int>(quality.size());
    int semitones = 12 * ((number - 1) / 7) + major[place];
    switch (quality.front()) {
        case 'P':
        case 'M': break;
        case 'm': semitones -= 1; break;
        case 'd': semitones -= perfect ? many : many + 1; break;
        case 'A': semitones += many; break;
        default: return std::nullopt;
    }
    return down ? -semitones : semitones;
}

std::optional<double> distance_of(const Value& by) {
    if (!by.is_text()) return number_in(by);
    const std::string_view text = by.as_text();
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) return number;
    return interval_semitones(text);
}

Value moved_by(const Value& value, double semitones) {
    if (value.is_controls()) {
        for (const ControlName name : {ControlName("note"), ControlName("n")}) {
            const Value* pitch = value.find(name);
            if (const auto at = pitch ? number_in(*pitch) : std::nullopt) return value.with(name, *at + semitones);
        }
        return value;
    }
    const auto at = number_in(value);
    return at ? Value(*at + semitones) : value;
}

Pattern transpose(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p](const Value& by) {
        const auto semitones = distance_of(by);
        if (!semitones) return p;
        return with_value(p, [semitones](const Value& v) { return moved_by(v, *semitones); });
    });
}

// The steps of a scale written as a list, higher octaves `octave` semitones above.
Pattern through_list(const ArgList& items, double octave, const Pattern& p) {
    std::vector<double> steps;
    for (const auto& item : items) {
        const Value* step = item.pattern().pure_value();
        steps.push_back(step ? number_of(*step) : 0.0);
    }
    if (steps.empty()) return silence();
    return with_value(p, [steps = std::move(steps), octave](const Value& v) -> Value {
        const auto degree = degree_of(v);
        if (!degree) return v;
        const auto size = static_cast<int>(steps.size());
        const int turns = degree->step >= 0 ? degree->step / size : -((size - 1 - degree->step) / size);
        return steps[static_cast<std::size_t>(degree->step - turns * size)] + octave * turns + degree->shift;
    });
}

// Each value and as many semitones above (below, where negative) as `by`, in the time of the event.
Pattern chromatic_run(const Pattern& p, double by) {
    const int count = static_cast<int>(std::clamp(std::floor(std::fabs(by)), 0.0, 65535.0));
    return squeeze_bind(p, [count, step = by < 0 ? -1 : 1](const Value& v) {
        std::vector<Pattern> run;
        for (int i = 0; i <= count; ++i) run.push_back(pure(moved_by(v, step * i)));
        return fastcat(std::move(run));
    });
}

constexpr auto transform = WordKind::transform;

}  // namespace

std::vector<Word> scales_words() {
    const Param steps{"steps", ParamKind::list, "the notes of the scale in semitones, as `[0, 2, 3, 7]`"};
    return {
        {"scale",
         {},
         "scales",
         "Turns `n` into the `note` of that degree; notes without `n` move to the nearest one of the scale.",
         transform,
         {{"name", ParamKind::word,
           "root and scale, as `c4:minor`; the root's octave is 3 when missing; without a root it is Tidal's scale "
           "from c4"}},
         R"(d1 $ n "0 .. 7" # scale "c4:minor" # s "superpiano")",
         {"toScale", "scaleTranspose", "transpose"},
         scale,
         nullptr,
         false,
         true},
        {"toScale",
         {},
         "scales",
         "Looks degrees up in a list of notes, going on in higher and lower octaves.",
         transform,
         {steps},
         R"(d1 $ note (toScale [0, 2, 7] "0 1 2 3") # s "superpiano")",
         {"scale"},
         [](Args a, const Pattern& p) { return through_list(a[0].list(), 12.0, p); }},
        {"toScale'",
         {},
         "scales",
         "As `toScale`, with an octave of any size.",
         transform,
         {{"octave", ParamKind::constant, "semitones from one octave to the next"}, steps},
         R"(d1 $ note (toScale' 10 [0, 2, 7] "0 1 2 3") # s "superpiano")",
         {"toScale"},
         [](Args a, const Pattern& p) { return through_list(a[1].list(), a[0].constant(), p); }},
        {"scaleTranspose",
         {"scaleTrans", "strans"},
         "scales",
         "Moves notes by steps of the scale that `scale` has put them in.",
         transform,
         {{"steps", ParamKind::number, "how many steps up, negative down"}},
         R"(d1 $ n "0 2 4" # scale "c4:major" # s "superpiano" $ off 0.125 (scaleTranspose 2))",
         {"scale", "transpose"},
         scale_transpose},
        {"transpose",
         {"trans"},
         "scales",
         "Moves notes by semitones or by an interval.",
         transform,
         {{"by", ParamKind::word, "semitones, or an interval as `3m`, `-2M`, `5P`"}},
         R"(d1 $ note "c e g" # s "superpiano" $ transpose "<0 5 -2M>")",
         {"scaleTranspose"},
         transpose},
        {"chromaticiseBy",
         {"chromaticizeBy"},
         "scales",
         "Makes each note a run of semitones.",
         transform,
         {{"semitones", ParamKind::number, "how far the run goes; negative goes down"}},
         R"(d1 $ note (chromaticiseBy "<2 -3>" "0 7") # s "superpiano")",
         {"transpose"},
         [](Args a, const Pattern& p) {
             return patternify(a[0].pattern(), [p](const Value& by) { return chromatic_run(p, number_of(by)); });
         }},
    };
}

}  // namespace phonon::pattern
