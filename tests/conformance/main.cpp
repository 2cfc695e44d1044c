// Runs files of conformance cases through the language, as a file of a user is read:
//
//     conformance CASES.jsonl... [--differences FILE] [--show WHAT]
//
// Every case is written as program text, checked and asked; its events are compared with those of Tidal and Strudel at
// three levels. --show failed, all, sources, or the beginning of ids or groups, prints cases with their text. What
// differs by intent stands with its reason in the file of differences. Exit status 1 where anything else differs, or
// where a listed difference is gone.
#include <fmt/format.h>

#include <fstream>
#include <map>
#include <set>

#include "lang/check.hpp"
#include "source.hpp"

namespace {

using namespace phonon;
using namespace phonon::conformance;
using test::Agreement;

struct Options {
    std::vector<std::string> files;
    std::string differences, show;
};

struct Outcome {
    Agreement agreement = Agreement::none;
    std::string why;  // where there are no events to compare
    pattern::Events actual;
};

std::string program_text(const Source& source) { return source.definitions + source.expression; }

Outcome run(const Case& c, const Source& source) {
    if (!source.unknown.empty()) return {Agreement::none, "not understood: " + source.unknown, {}};
    lang::CheckOptions options;
    options.tidal_octaves = source.tidal_octaves;
    const auto checked = lang::check_expression(source.expression, options, source.reading, source.definitions);
    const bool refused = !checked.pattern || checked.diagnostics.has_errors();
    if (c.rejects) return {refused ? Agreement::equal : Agreement::none, refused ? "" : "accepted", {}};
    if (refused) {
        std::string why;
        for (const auto& d : checked.diagnostics.all()) why += base::to_text(d, checked.sources);
        return {Agreement::none, why, {}};
    }
    Outcome out;
    out.actual = with_main_names(test::query_spans(*checked.pattern, c.spans));
    out.agreement = test::compare(out.actual, c.expected, c.exact);
    return out;
}

// Reasons by id of the case.
std::map<std::string, std::string> read_differences(const std::string& path) {
    std::map<std::string, std::string> reasons;
    if (path.empty()) return reasons;
    std::ifstream file(path);
    for (const auto& entry : Json::parse(file))
        for (const auto& id : entry["cases"]) reasons.emplace(id, entry["reason"]);
    return reasons;
}

void show(const Case& c, const Source& source, const Outcome& out) {
    fmt::print("{}: {}\n", c.id, c.pattern.dump() + " " + c.transform.dump());
    fmt::print("  {}\n", program_text(source));
    if (out.agreement == Agreement::equal) return;
    if (!out.why.empty()) fmt::print("  {}\n", out.why);
    if (out.why.empty())
        fmt::print("  expected\n{}  actual\n{}", test::describe(c.expected, 400), test::describe(out.actual, 400));
}

std::optional<Options> read_options(int count, char** texts) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string text = texts[i];
        if (!text.starts_with("--")) {
            options.files.push_back(text);
        } else if ((text == "--differences" || text == "--show") && i + 1 < count) {
            (text == "--show" ? options.show : options.differences) = texts[++i];
        } else {
            return std::nullopt;
        }
    }
    return options.files.empty() ? std::nullopt : std::optional(options);
}

}  // namespace

int main(int count, char** texts) {
    const auto options = read_options(count, texts);
    if (!options) {
        fmt::print(stderr,
                   "usage: conformance CASES.jsonl... [--differences FILE] [--show failed|all|sources|GROUP|ID]\n");
        return 2;
    }
    const auto reasons = read_differences(options->differences);
    bool good = true;
    for (const std::string& file : options->files) {
        int all = 0, equal = 0, joined = 0, onsets = 0, not_understood = 0, listed = 0;
        for (const Case& c : read_cases(file)) {
            const Source source = source_of(c);
            const Outcome out = run(c, source);
            ++all;
            equal += out.agreement >= Agreement::equal;
            joined += out.agreement >= Agreement::joined;
            onsets += out.agreement >= Agreement::onsets;
            not_understood += !source.unknown.empty();
            const bool same = out.agreement >= Agreement::joined;
            const auto reason = reasons.find(c.id);
            const std::string& s = options->show;
            const bool named = !s.empty() && (c.id.starts_with(s) || c.group == s);
            if (s == "sources") {
                fmt::print("{}  {}\n", c.id, program_text(source));
            } else if (s == "all" || named || (s == "failed" && !same)) {
                show(c, source, out);
            } else if (!same && reason == reasons.end()) {
                fmt::print("differs: {}  {}\n", c.id, program_text(source));
                if (!source.unknown.empty()) fmt::print("  not understood: {}\n", source.unknown);
            }
            if (!same && reason != reasons.end()) {
                ++listed;
                fmt::print("differs by intent: {}  {}\n", c.id, reason->second);
            }
            if (same && reason != reasons.end()) fmt::print("{} is listed as different and is not\n", c.id);
            good = good && same == (reason == reasons.end());
        }
        const auto line = [&](std::string_view level, int passed) {
            fmt::print("  {:20} {} passed, {} failed\n", level, passed, all - passed);
        };
        fmt::print("{}: {} cases, {} listed differences, {} not understood\n", file, all, listed, not_understood);
        line("equal:", equal);
        line("equal after joining:", joined);
        line("onsets:", onsets);
    }
    return good ? 0 : 1;
}
