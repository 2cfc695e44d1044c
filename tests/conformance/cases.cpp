#include "cases.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <limits>

namespace phonon::conformance {

namespace {

using pattern::ControlMap;
using pattern::ControlName;
using pattern::Event;
using pattern::Events;
using pattern::Time;
using pattern::TimeSpan;
using pattern::Value;

Time time_of(const std::string& text) {
    const auto slash = text.find('/');
    const std::int64_t over = std::stoll(text);
    return slash == std::string::npos ? Time(over) : Time(over, std::int64_t{std::stoll(text.substr(slash + 1))});
}

TimeSpan span_of(const Json& pair) { return {time_of(pair[0]), time_of(pair[1])}; }

Value value_of(const Json& json) {
    if (json.is_boolean()) return Value::boolean(json);
    if (json.is_number()) return json.get<double>();
    if (json == "-Infinity") return -std::numeric_limits<double>::infinity();
    if (json.is_string()) return Value::text(json.get<std::string>());
    if (json.is_array()) {
        std::vector<Value> items;
        for (const auto& item : json) items.push_back(value_of(item));
        return Value::list(std::move(items));
    }
    ControlMap map;
    for (const auto& [name, item] : json.items()) {
        if (item.is_null()) continue;  // undefined in Strudel: a control that is not set
        // Sounds are texts; the files write those of digits alone as numbers.
        const bool digits = name == "s" && item.is_number();
        map.emplace_back(ControlName(main_name(name)), digits ? Value::text(item.dump()) : value_of(item));
    }
    return Value::controls(std::move(map));
}

std::vector<TimeSpan> spans_of(const Json& json) {
    std::vector<TimeSpan> spans;
    if (json.contains("query")) {
        for (const auto& pair : json["query"]) spans.push_back(span_of(pair));
    } else {
        for (int cycle = 0; cycle < json["cycles"].get<int>(); ++cycle) spans.push_back({cycle, cycle + 1});
    }
    return spans;
}

Events events_of(const Json& json, const std::string& group) {
    Events events;
    for (const auto& e : json) {
        std::optional<TimeSpan> whole;
        if (!e["whole"].is_null()) whole = span_of(e["whole"]);
        Value value = value_of(e["value"]);
        // Strudel's voicing gives MIDI notes where `n` chooses one of them; ours are semitones from c4.
        static const ControlName note("note");
        const Value* pitch = group == "voicing" ? value.find(note) : nullptr;
        if (pitch && pitch->is_number()) value = value.with(note, pitch->number_or(0) - 60);
        events.push_back({whole, span_of(e["part"]), std::move(value)});
    }
    return events;
}

Case case_of(const Json& json) {
    Case c;
    c.id = json["id"];
    c.group = json.value("group", "");
    c.base = json.value("base", "str");
    c.rejects = json.value("reject", false);
    c.strudel_only = json.value("oracle", "") == "strudel";
    c.exact = json.value("oracle", "") != "tidal";
    c.pattern = json["pattern"];
    c.transform = json.value("transform", Json::array());
    if (!c.rejects) {
        c.spans = spans_of(json);
        c.expected = events_of(json["events"], c.group);
    }
    return c;
}

}  // namespace

std::string main_name(const std::string& name) {
    if (name == "lpf") return "cutoff";
    if (name == "size") return "roomsize";
    if (name == "legato") return "clip";
    return name;
}

Events with_main_names(Events events) {
    for (Event& e : events) {
        if (!e.value.is_controls()) continue;
        ControlMap map = e.value.as_controls();
        for (auto& [name, value] : map) name = ControlName(main_name(std::string(name.text())));
        e.value = Value::controls(std::move(map));
    }
    return events;
}

std::vector<Case> read_cases(const std::string& path) {
    std::ifstream file(path);
    if (!file) {
        fmt::print(stderr, "{} cannot be read\n", path);
        std::exit(3);
    }
    std::vector<Case> cases;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            cases.push_back(case_of(Json::parse(line)));
        } catch (const std::exception& fault) {
            fmt::print(stderr, "{}:{}: {}\n", path, number, fault.what());
            std::exit(3);
        }
    }
    return cases;
}

}  // namespace phonon::conformance
