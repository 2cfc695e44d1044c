// Copies of buses under transforms. A copy gets its name and number at once and its sound when all buses are known, so
// that a bus in a loop takes its loop along; a copy that turns out to hold no pattern is the bus itself.
#include <fmt/format.h>

#include "lang/foreign_words.hpp"
#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

namespace {

// Transforms on transforms of one bus: beyond that, a bus is defined by a transform of itself.
constexpr int copy_depth_limit = 64;

}  // namespace

int Evaluator::copied_bus(int bus, Application& a, bool on_path, TextSpan span) {
    const auto known = copy_index_.find({bus, &a, on_path});
    if (known != copy_index_.end()) return known->second;
    const auto inner = copy_of_bus_.find(bus);
    const int depth = inner == copy_of_bus_.end() ? 1 : copies_[inner->second].depth + 1;
    if (depth > copy_depth_limit) {
        fault(Code::endless_definition, span, "a bus is defined by a transform of itself, without end",
              "transform what goes into the loop, not the loop itself");
        return -1;
    }
    const int index = static_cast<int>(program_.buses.size());
    std::string name =
        program_.buses[static_cast<std::size_t>(bus)].name + "/" + a.key + (on_path ? "" : " (steering)");
    program_.buses.push_back({std::move(name), program_.buses[static_cast<std::size_t>(bus)].span, nullptr});
    copy_of_bus_.emplace(index, copies_.size());
    copies_.push_back({bus, &a, on_path, index, depth, span, {}});
    copy_index_.emplace(std::tuple{bus, &a, on_path}, index);
    return index;
}

void Evaluator::finish_transforms() {
    for (; copies_done_ < copies_.size(); ++copies_done_) {
        BusCopy& copy = copies_[copies_done_];
        const Signal source = program_.buses[static_cast<std::size_t>(copy.source)].signal;
        if (!source) continue;
        Mapping found;
        Signal made = map_tree(*copy.application, source, copy.on_path, copy.span, found);
        copy.found = std::move(found);
        program_.buses[static_cast<std::size_t>(copy.index)].signal = std::move(made);
    }
    // What a copy reaches is found in it: backwards along its uses until nothing changes.
    std::map<int, std::vector<std::size_t>> users;
    for (std::size_t i = 0; i < copies_.size(); ++i)
        for (const int used : copies_[i].found.copies) users[used].push_back(i);
    const auto spread = [&](bool Mapping::*what) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < copies_.size(); ++i)
            if (copies_[i].found.*what) open.push_back(i);
        while (!open.empty()) {
            const std::size_t i = open.back();
            open.pop_back();
            for (const std::size_t user : users[copies_[i].index]) {
                if (copies_[user].found.*what) continue;
                copies_[user].found.*what = true;
                open.push_back(user);
            }
        }
    };
    spread(&Mapping::found_pattern);
    spread(&Mapping::found_events);
    spread(&Mapping::changed);
    for (const BusCopy& copy : copies_)
        if (!copy.found.changed) alias_[copy.index] = copy.source;

    for (; applied_done_ < applied_.size(); ++applied_done_) {
        Applied& a = applied_[applied_done_];
        for (const int used : a.found.copies) {
            const BusCopy& copy = copies_[copy_of_bus_.at(used)];
            a.found.found_pattern = a.found.found_pattern || copy.found.found_pattern;
            a.found.found_events = a.found.found_events || copy.found.found_events;
            // A bus with a fault of its own may have held anything.
            if (!program_.buses[static_cast<std::size_t>(used)].signal)
                a.found.found_pattern = a.found.found_events = true;
        }
        if (!a.pure_control.empty() && !a.found.found_events) {
            const std::string_view help = unit_in_place_of_control(a.pure_control);
            fault(Code::control_without_events, a.span,
                  fmt::format("`# {}` sets a control of events, and this sound has no events", a.pure_control),
                  help.empty() ? "a sound that is no events is shaped by units" : std::string(help));
        } else if (!a.found.found_pattern) {
            fault(Code::transform_finds_nothing, a.span, fmt::format("`{}` finds no pattern in this sound", a.key),
                  "a transform changes patterns: strings, events, and sine, rand and their like without a frequency");
        } else if (a.word != nullptr && a.word->topic == "samples" && !a.found.found_events) {
            report_.say({Code::nothing_to_cut,
                         a.span,
                         fmt::format("`{}` cuts samples, and this sound plays none", a.key),
                         "events play samples: ... $ s \"bd sn\"; patterns of values are repeated by `ply` and `fast`",
                         {}});
        }
    }
}

}  // namespace phonon::lang::passes
