// How diagnostics are shown: to people on a terminal, and to editors as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/diagnostics.hpp"

namespace phonon::base {

namespace {

constexpr std::size_t widest_quote = 110;  // characters of a source line that are quoted

std::string_view name_of(Severity severity) noexcept {
    switch (severity) {
        case Severity::error: return "error";
        case Severity::warning: return "warning";
        case Severity::note: break;
    }
    return "note";
}

struct Colours {
    std::string_view severity, gutter, strong, off;
};

Colours colours_for(Severity severity, bool colour) noexcept {
    if (!colour) return {};
    constexpr std::string_view red = "\x1b[1;31m", yellow = "\x1b[1;33m", cyan = "\x1b[1;36m";
    const std::string_view own = severity == Severity::error ? red : severity == Severity::warning ? yellow : cyan;
    return {own, "\x1b[34m", "\x1b[1m", "\x1b[0m"};
}

const SourceText* source_of(TextSpan span, const std::vector<SourceText>& sources) noexcept {
    return span.file < sources.size() ? &sources[span.file] : nullptr;
}

std::size_t width_of(std::string_view character_start) noexcept {
    const auto c = static_cast<unsigned char>(character_start.front());
    const std::size_t width = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    return std::min(width, character_start.size());
}

// The characters of one line, each as it is safe on a terminal: control characters and broken UTF-8 become one blank
// or one replacement mark, so that columns stay true and no escape sequence of a file is obeyed.
std::vector<std::string> characters_of(std::string_view line) {
    std::vector<std::string> out;
    while (!line.empty()) {
        const auto c = static_cast<unsigned char>(line.front());
        std::size_t width = width_of(line);
        bool whole = c < 0x80 || (c >= 0xC2 && c < 0xF5);
        std::size_t length = 1;
        while (whole && length < width) {
            if ((static_cast<unsigned char>(line[length]) & 0xC0u) != 0x80u)
                whole = false;
            else
                ++length;
        }
        const bool second_control_set = whole && c == 0xC2 && static_cast<unsigned char>(line[1]) < 0xA0;
        if (!whole)
            out.emplace_back("\xEF\xBF\xBD");
        else if (c < 0x20 || c == 0x7F || second_control_set)
            out.emplace_back(" ");
        else
            out.emplace_back(line.substr(0, width));
        line.remove_prefix(whole ? width : 1);
    }
    return out;
}

struct Quote {
    std::string line;   // the part of the source line that is shown
    std::string under;  // blanks and carets below it
};

Quote quote(const std::string& text, TextSpan span) {
    const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
    const std::size_t end = std::clamp<std::size_t>(span.end, begin, text.size());
    std::size_t line_begin = begin == 0 ? std::string::npos : text.rfind('\n', begin - 1);
    line_begin = line_begin == std::string::npos ? 0 : line_begin + 1;
    // A line of megabytes is not read to its end: only what may be shown of it.
    const std::size_t reach = std::min(text.size(), begin + 4 * widest_quote);
    std::size_t line_end = text.find('\n', begin);
    line_end = std::min(line_end, reach);
    if (begin - line_begin > 4 * widest_quote) line_begin = begin - widest_quote / 2;

    const std::string_view whole(text);
    const auto before = characters_of(whole.substr(line_begin, begin - line_begin));
    const auto marked = characters_of(whole.substr(begin, std::min(end, line_end) - begin));
    auto after = characters_of(whole.substr(std::min(end, line_end), line_end - std::min(end, line_end)));
    if (!after.empty() && after.back() == " ") after.pop_back();  // a carriage return

    const std::size_t skipped = before.size() > 80 ? before.size() - 40 : 0;
    Quote q;
    if (skipped > 0) q.line = q.under = "";
    std::size_t shown = 0;
    const auto put = [&](const std::vector<std::string>& characters, std::size_t from, std::string_view below) {
        for (std::size_t i = from; i < characters.size() && shown < widest_quote; ++i, ++shown) {
            q.line += characters[i];
            q.under += below;
        }
    };
    put(before, skipped, " ");
    const std::size_t first_marked = shown;
    put(marked, 0, "^");
    if (shown == first_marked) q.under += "^";  // an empty place, as the end of a line
    const std::size_t carets_end = q.under.size();
    put(after, 0, " ");
    q.under.resize(carets_end);
    return q;
}

std::string place_block(TextSpan span, std::string_view said, const SourceText& source, const Colours& c,
                        std::string_view caret_colour) {
    const TextPlace place = place_of(source.text, span.begin);
    const std::string number = std::to_string(place.line);
    const std::string pad(number.size(), ' ');
    const Quote q = quote(source.text, span);
    return fmt::format("{0}{1} ┌─{2} {3}:{4}:{5}\n{0}{6} │{2} {7}\n{0}{1} │{2} {8}{9}{10}{11}{2}\n", c.gutter, pad,
                       c.off, source.path, place.line, place.column, number, q.line, caret_colour, q.under,
                       said.empty() ? "" : " ", said);
}

nlohmann::ordered_json place_json(TextSpan span, const std::vector<SourceText>& sources) {
    nlohmann::ordered_json j;
    const SourceText* source = source_of(span, sources);
    const TextPlace begin = source ? place_of(source->text, span.begin) : TextPlace{};
    const TextPlace end = source ? place_of(source->text, span.end) : TextPlace{};
    j["file"] = source ? source->path : std::string();
    j["line"] = begin.line;
    j["column"] = begin.column;
    j["end_line"] = end.line;
    j["end_column"] = end.column;
    return j;
}

}  // namespace

std::string to_text(const Diagnostic& d, const std::vector<SourceText>& sources, bool colour) {
    const Colours c = colours_for(d.severity(), colour);
    std::string out = fmt::format("{}{}[{}]{}: {}{}{}\n", c.severity, name_of(d.severity()), row_of(d.code).code, c.off,
                                  c.strong, d.message, c.off);
    if (const SourceText* source = source_of(d.span, sources))
        out += place_block(d.span, d.help, *source, c, c.severity);
    else if (!d.help.empty())
        out += fmt::format("  {}\n", d.help);
    for (const Related& r : d.related)
        if (const SourceText* source = source_of(r.span, sources))
            out += place_block(r.span, r.message, *source, c, c.gutter);
    return out;
}

std::string to_json(const std::vector<Diagnostic>& all, const std::vector<SourceText>& sources) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Diagnostic& d : all) {
        nlohmann::ordered_json j;
        j["code"] = row_of(d.code).code;
        j["severity"] = name_of(d.severity());
        j.update(place_json(d.span, sources));
        j["message"] = d.message;
        j["help"] = d.help;
        j["related"] = nlohmann::ordered_json::array();
        for (const Related& r : d.related) {
            nlohmann::ordered_json other = place_json(r.span, sources);
            other["message"] = r.message;
            j["related"].push_back(std::move(other));
        }
        list.push_back(std::move(j));
    }
    // A file's own bytes may stand in a message, and they need not be UTF-8.
    return nlohmann::ordered_json{{"diagnostics", std::move(list)}}.dump(
        2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace phonon::base
