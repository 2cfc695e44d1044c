#include "text_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "lang/check.hpp"
#include "lang/format.hpp"
#include "lang/parser.hpp"
#include "signal_text.hpp"

namespace phonon::lang {

namespace {

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of('\n');
    if (first == text.npos) return {};
    const std::size_t last = text.find_last_not_of('\n');
    return text.substr(first, last - first + 1);
}

std::string lines_of(base::Diagnostics diagnostics, const std::vector<base::SourceText>& sources) {
    diagnostics.sort();
    std::string out;
    const auto place = [&](base::TextSpan span) {
        const base::TextPlace at = base::place_of(sources[span.file].text, span.begin);
        return fmt::format("{}{}:{}", span.file == 0 ? "" : sources[span.file].path + ":", at.line, at.column);
    };
    for (const base::Diagnostic& d : diagnostics.all()) {
        out += fmt::format("{} {} {}\n", place(d.span), base::row_of(d.code).code, d.message);
        if (!d.help.empty()) out += fmt::format("  help: {}\n", d.help);
        for (const base::Related& r : d.related) out += fmt::format("  {} {}\n", place(r.span), r.message);
    }
    return out;
}

CheckOptions with_kit() {
    static const std::vector<std::string> names{"bd", "sn", "hh", "oh", "cp"};
    CheckOptions options;
    options.sound_names = [] { return names; };
    options.sound_exists = [](std::string_view bank) {
        return std::find(names.begin(), names.end(), bank) != names.end();
    };
    return options;
}

enum class Part { stems, buses, instruments };

std::string sounds_of(const std::string& source, Part part) {
    const CheckResult result = check("case.ph", source);
    std::string out = lines_of(result.diagnostics, result.sources);
    if (result.diagnostics.has_errors()) return out;
    if (part == Part::instruments) {
        for (const auto& [name, instrument] : result.program.instruments) {
            out += name;
            for (const InstrumentParam& p : instrument.params)
                out += p.by_default ? fmt::format(" {}={}", p.name, *p.by_default) : " " + p.name;
            out += fmt::format("{}: {}\n", instrument.has_envelope ? ", enveloped" : "",
                               to_text(instrument.body, result.program));
        }
        return out;
    }
    for (const Stem& stem : result.program.stems)
        out += fmt::format("{}: {}\n", stem.name, to_text(stem.signal, result.program));
    if (part == Part::buses)
        for (const Bus& bus : result.program.buses)
            out += fmt::format("~{}: {}\n", bus.name, to_text(bus.signal, result.program));
    if (result.program.master) out += fmt::format("master: {}\n", to_text(result.program.master, result.program));
    return out;
}

std::string commands_of(const std::string& source) {
    CheckOptions options;
    options.live = true;
    const CheckResult result = check("case.ph", source, options);
    std::string out = lines_of(result.diagnostics, result.sources);
    for (const LiveCommand& c : result.program.commands) {
        static constexpr std::string_view kinds[] = {"hush",         "unhush",    "panic", "solo",  "unsolo",
                                                     "mute",         "unmute",    "once",  "xfade", "jump_in",
                                                     "reset_cycles", "set_cycle", "nudge"};
        out += kinds[static_cast<std::size_t>(c.kind)];
        for (const int stem : c.stems) out += stem == 0 ? " out" : fmt::format(" d{}", stem);
        if (c.cycles != base::Fraction(0)) out += fmt::format(" cycles={}", c.cycles.to_string());
        if (c.seconds != 0) out += fmt::format(" seconds={}", c.seconds);
        out += c.signal ? " with a sound\n" : "\n";
    }
    return out;
}

std::string events_of(const std::string& expression, std::string_view span) {
    std::int64_t from = 0;
    std::int64_t to = 1;
    const std::size_t colon = span.find(':');
    std::from_chars(span.data(), span.data() + colon, from);
    std::from_chars(span.data() + colon + 1, span.data() + span.size(), to);
    const ExpressionResult result = check_expression(expression);
    std::string out = lines_of(result.diagnostics, result.sources);
    if (!result.pattern) return out + "no pattern\n";
    const auto shown = [](const pattern::TimeSpan& s) {
        return fmt::format("{}-{}", s.begin.to_string(), s.end.to_string());
    };
    pattern::Events events = result.pattern->query({pattern::Time(from), pattern::Time(to)});
    // The order of events that a query gives is no part of their meaning.
    std::stable_sort(events.begin(), events.end(), [](const pattern::Event& a, const pattern::Event& b) {
        return std::pair(a.part.begin, a.value.to_json()) < std::pair(b.part.begin, b.value.to_json());
    });
    for (const pattern::Event& e : events)
        out += fmt::format("{} {} {}\n", e.whole ? shown(*e.whole) : "~", shown(e.part), e.value.to_json());
    return out;
}

}  // namespace

CaseFile read_cases(std::string_view text) {
    CaseFile file;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("=== ")) {
            file.cases.push_back({std::string(line.substr(4)), {}, {}});
        } else if (line.starts_with("--- ") && !file.cases.empty()) {
            file.cases.back().sections.push_back({std::string(line.substr(4)), {}});
        } else {
            std::string& into = file.cases.empty()                   ? file.prose
                                : file.cases.back().sections.empty() ? file.cases.back().source
                                                                     : file.cases.back().sections.back().expected;
            into += std::string(line) + "\n";
        }
    }
    file.prose = trimmed(file.prose);
    for (TextCase& c : file.cases) {
        c.source = trimmed(c.source) + "\n";
        for (CaseSection& s : c.sections) s.expected = trimmed(s.expected);
    }
    return file;
}

std::string write_cases(const CaseFile& file) {
    std::string out = file.prose + "\n";
    for (const TextCase& c : file.cases) {
        out += fmt::format("\n=== {}\n{}", c.title, c.source);
        for (const CaseSection& s : c.sections)
            out += fmt::format("--- {}\n{}{}", s.kind, s.expected, s.expected.empty() ? "" : "\n");
    }
    return out;
}

std::string actual(const TextCase& c, std::string_view kind) {
    if (kind == "syntax") {
        base::Diagnostics diagnostics;
        parse(c.source, 0, diagnostics);
        return trimmed(lines_of(diagnostics, {{"case.ph", c.source}}));
    }
    if (kind == "canonical") {
        const auto formatted = format(c.source);
        return trimmed(formatted ? *formatted : lines_of(formatted.error(), {{"case.ph", c.source}}));
    }
    if (kind == "sound") return trimmed(sounds_of(c.source, Part::stems));
    if (kind == "buses") return trimmed(sounds_of(c.source, Part::buses));
    if (kind == "instruments") return trimmed(sounds_of(c.source, Part::instruments));
    if (kind == "commands") return trimmed(commands_of(c.source));
    if (kind.starts_with("events ")) return trimmed(events_of(trimmed(c.source), kind.substr(7)));
    const CheckResult result = check("case.ph", c.source, kind == "kit" ? with_kit() : CheckOptions{});
    if (kind == "diagnostics" || kind == "kit") return trimmed(lines_of(result.diagnostics, result.sources));
    if (kind == "kinds") {
        std::string out;
        for (const auto& [name, what] : result.kinds) out += fmt::format("{}: {}\n", name, what);
        return trimmed(out);
    }
    return fmt::format("there is no section `{}`", kind);
}

}  // namespace phonon::lang
