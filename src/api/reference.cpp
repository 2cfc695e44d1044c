#include "api/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dsp/unit/table.hpp"
#include "lang/prelude.hpp"
#include "pattern/word.hpp"

namespace phonon::api {
namespace {

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::string_view measure_name(dsp::Measure measure) {
    constexpr std::array<std::string_view, 9> names{"",      "hertz",  "seconds", "decibels", "semitones",
                                                    "ratio", "cycles", "bits",    "samples"};
    return names[static_cast<std::size_t>(measure)];
}

std::string_view role_name(dsp::Role role) {
    constexpr std::array<std::string_view, 5> names{"oscillator", "source", "effect", "envelope", "math"};
    return names[static_cast<std::size_t>(role)];
}

std::string_view input_kind_name(dsp::InputKind kind) {
    constexpr std::array<std::string_view, 5> names{"audio", "param", "trigger", "gate", "the name of a sound"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view param_kind_name(pattern::ParamKind kind) {
    constexpr std::array<std::string_view, 10> names{"number",    "time", "boolean", "word",     "pattern",
                                                     "transform", "list", "choices", "constant", "text"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view word_kind_name(pattern::WordKind kind) {
    constexpr std::array<std::string_view, 3> names{"pattern", "transform", "control"};
    return names[static_cast<std::size_t>(kind)];
}

ReferenceEntry entry_of(const dsp::Facts& facts) {
    ReferenceEntry e{.name = std::string(facts.name),
                     .aliases = split_words(facts.aliases),
                     .topic = std::string(facts.group),
                     .kind = std::string(role_name(facts.role)),
                     .usage = {},
                     .summary = std::string(facts.summary),
                     .params = {},
                     .example = std::string(facts.example),
                     .see_also = split_words(facts.see_also),
                     .unit = true};
    std::string arguments;
    bool fed = false;
    for (int i = 0; i < facts.input_count(); ++i) {
        const dsp::Input& in = facts.inputs[i];
        if (in.kind == dsp::InputKind::gate) continue;
        ReferenceParam p{
            std::string(in.name), std::string(input_kind_name(in.kind)), std::string(in.doc), {}, in.required, {}};
        if (in.kind == dsp::InputKind::audio && !fed) {
            fed = true;
        } else {
            arguments += fmt::format(" {}", in.name);
        }
        if (in.kind == dsp::InputKind::param) {
            p.range = ReferenceRange{in.low, in.high, std::string(measure_name(in.measure)),
                                     in.curve == dsp::Curve::logarithmic};
            if (!in.required) p.by_default = fmt::format("{:g}", in.by_default);
        }
        e.params.push_back(std::move(p));
    }
    e.usage = fmt::format("{}{}{}", fed ? "x # " : "", facts.name, arguments);
    return e;
}

ReferenceEntry entry_of(const pattern::Word& word) {
    ReferenceEntry e{.name = std::string(word.name),
                     .aliases = {word.aliases.begin(), word.aliases.end()},
                     .topic = std::string(word.topic),
                     .kind = std::string(word_kind_name(word.kind)),
                     .usage = {},
                     .summary = std::string(word.summary),
                     .params = {},
                     .example = std::string(word.example),
                     .see_also = {word.see_also.begin(), word.see_also.end()}};
    std::string arguments;
    for (const pattern::Param& p : word.params) {
        arguments += fmt::format(" {}", p.name);
        e.params.push_back({std::string(p.name),
                            std::string(param_kind_name(p.kind)),
                            std::string(p.doc),
                            std::string(p.by_default),
                            p.by_default.empty(),
                            {}});
    }
    const char* behind = word.kind == pattern::WordKind::transform ? " $ x" : "";
    const char* before = word.kind == pattern::WordKind::control ? "x # " : "";
    e.usage = fmt::format("{}{}{}{}", before, word.name, arguments, behind);
    return e;
}

ReferenceEntry entry_of(const lang::PreludeInstrument& instrument) {
    ReferenceEntry e;
    e.name = instrument.name;
    e.topic = instrument.section;
    e.kind = "instrument";
    e.summary = "A built-in instrument: each event plays a voice of it, its parameters are set like any control.";
    e.usage = fmt::format("s \"{}\"", e.name);
    e.example = fmt::format("d1 $ note \"0 7 <3 5>\" # s \"{}\"", e.name);
    for (const auto& [name, by_default] : instrument.params) {
        if (name == "freq") continue;  // comes of the note
        e.params.push_back({name, "number", "set by # " + name, by_default, false, {}});
    }
    e.instrument = true;
    return e;
}

bool by_topic(const ReferenceEntry& a, const ReferenceEntry& b) {
    if (a.unit != b.unit) return a.unit;
    if (a.instrument != b.instrument) return b.instrument;
    return std::tie(a.topic, a.name) < std::tie(b.topic, b.name);
}

}  // namespace

std::vector<ReferenceEntry> reference() {
    std::vector<ReferenceEntry> all;
    for (const dsp::UnitRow& row : dsp::units()) all.push_back(entry_of(*row.facts));
    for (const pattern::Word& word : pattern::words()) all.push_back(entry_of(word));
    for (const lang::PreludeInstrument& i : lang::prelude_instruments()) all.push_back(entry_of(i));
    std::sort(all.begin(), all.end(), by_topic);
    return all;
}

}  // namespace phonon::api
