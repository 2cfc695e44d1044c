#include "api/live_stems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace phonon::api {

using Kind = lang::LiveCommand::Kind;

std::string stem_name(int number) { return number == 0 ? "out" : fmt::format("d{}", number); }

lang::Program with_commands(const lang::Program& program, bool once) {
    lang::Program shaped = program;
    for (const lang::LiveCommand& c : program.commands) {
        if (!c.signal) continue;
        if (c.kind == Kind::once) {
            if (once) shaped.stems.push_back({"once", 1000, c.signal, program.controls});
            continue;
        }
        const std::string name = stem_name(c.stems.front());
        if (c.kind == Kind::jump_in) std::erase_if(shaped.stems, [&](const lang::Stem& s) { return s.name == name; });
        shaped.stems.push_back(
            {c.kind == Kind::xfade ? name + "/new" : name, c.stems.front(), c.signal, program.controls});
    }
    std::stable_sort(shaped.stems.begin(), shaped.stems.end(),
                     [](const lang::Stem& a, const lang::Stem& b) { return a.number < b.number; });
    return shaped;
}

bool has_two_sounds(const lang::Program& program, const std::string& stem) {
    const auto plays = [&](const std::string& name) {
        return std::any_of(program.stems.begin(), program.stems.end(),
                           [&](const lang::Stem& s) { return s.name == name; });
    };
    return plays(stem) && plays(stem + "/new");
}

}  // namespace phonon::api
