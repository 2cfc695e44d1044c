// Controls as rows: what differs between them is a name and a few texts, so they share one function.
#pragma once

#include <fmt/format.h>

#include <deque>
#include <string>

#include "pattern/combine.hpp"
#include "pattern/word.hpp"

namespace phonon::pattern {

struct ControlRow {
    std::string_view name;
    std::vector<std::string_view> aliases;
    std::string_view summary;
    std::string_view values;                        // unit, range, and what holds where it is not set
    std::string_view setting;                       // as it would be written after the name in a program
    std::string_view sound = R"(s "bd sn hh cp")";  // what the example sets it on
    ParamKind kind = ParamKind::number;
};

// Values that are sets of controls already (`s "bd:3"`) stay as they are.
inline Pattern as_control(ControlName name, const Pattern& values) {
    return with_value(values, [name](const Value& v) { return v.is_controls() ? v : Value::control(name, v); });
}

// The words point into texts that live as long as the program.
inline std::vector<Word> control_words(std::string_view topic, std::vector<ControlRow> rows) {
    static std::deque<std::string> examples;
    std::vector<Word> words;
    words.reserve(rows.size());
    for (auto& row : rows) {
        examples.push_back(fmt::format("d1 $ {} # {} {}", row.sound, row.name, row.setting));
        words.push_back({row.name,
                         std::move(row.aliases),
                         topic,
                         row.summary,
                         WordKind::control,
                         {{"values", row.kind, row.values}},
                         examples.back(),
                         {},
                         [name = ControlName(row.name)](std::span<const Arg> args, const Pattern&) {
                             return as_control(name, args[0].pattern());
                         }});
    }
    return words;
}

}  // namespace phonon::pattern
