// The reference as text, JSON and Markdown.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/reference.hpp"
#include "base/diagnostics.hpp"

namespace phonon::api {
namespace {

using Json = nlohmann::ordered_json;

std::string range_text(const ReferenceRange& range) {
    std::string text = fmt::format("{:g} to {:g}", range.low, range.high);
    if (!range.measure.empty()) text += " " + range.measure;
    return text;
}

// "frequency where it begins to fall; 10 to 22000 hertz, 1000 unless given"
std::string param_text(const ReferenceParam& p) {
    std::string text = p.doc;
    std::string facts;
    if (p.range)
        facts = range_text(*p.range);
    else if (p.kind != "audio" && p.kind != "trigger")
        facts = p.kind;
    if (!p.by_default.empty()) facts += fmt::format("{}{} unless given", facts.empty() ? "" : ", ", p.by_default);
    if (!facts.empty()) text += "; " + facts;
    return text;
}

std::string indented(std::string_view text, std::string_view by) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) out += fmt::format("{}{}\n", by, text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string text_of(const ReferenceEntry& e) {
    std::string out = fmt::format("{} - {}, {}\n  {}\n\n  {}\n", e.name, e.kind, e.topic, e.summary, e.usage);
    std::size_t width = 0;
    for (const ReferenceParam& p : e.params) width = std::max(width, p.name.size());
    for (const ReferenceParam& p : e.params) out += fmt::format("    {:<{}}  {}\n", p.name, width, param_text(p));
    out += "\n  Example:\n" + indented(e.example, "    ");
    if (!e.aliases.empty()) out += fmt::format("\n  Also called: {}\n", fmt::join(e.aliases, ", "));
    if (!e.see_also.empty()) out += fmt::format("\n  See also: {}\n", fmt::join(e.see_also, ", "));
    return out;
}

Json json_of(const ReferenceEntry& e) {
    Json params = Json::array();
    for (const ReferenceParam& p : e.params) {
        Json j{{"name", p.name}, {"kind", p.kind}, {"doc", p.doc}, {"required", p.required}, {"default", p.by_default}};
        if (p.range) {
            j["low"] = p.range->low;
            j["high"] = p.range->high;
            j["measure"] = p.range->measure;
            j["curve"] = p.range->logarithmic ? "logarithmic" : "linear";
        }
        params.push_back(std::move(j));
    }
    return {{"name", e.name},       {"table", e.unit ? "unit" : "pattern"},
            {"kind", e.kind},       {"topic", e.topic},
            {"aliases", e.aliases}, {"usage", e.usage},
            {"summary", e.summary}, {"params", std::move(params)},
            {"example", e.example}, {"see_also", e.see_also}};
}

std::string markdown_of(const ReferenceEntry& e) {
    std::string out = fmt::format("### `{}`\n\n{}\n\n```\n{}\n```\n\n", e.name, e.summary, e.usage);
    for (const ReferenceParam& p : e.params) out += fmt::format("* `{}`: {}\n", p.name, param_text(p));
    if (!e.params.empty()) out += "\n";
    if (!e.aliases.empty()) out += fmt::format("Also called `{}`.\n\n", fmt::join(e.aliases, "`, `"));
    out += fmt::format("```\n{}```\n", indented(e.example, ""));
    if (!e.see_also.empty()) out += fmt::format("\nSee also `{}`.\n", fmt::join(e.see_also, "`, `"));
    return out + "\n";
}

std::string heading_of(const ReferenceEntry& e) {
    return fmt::format("{}: {}", e.unit ? "Units" : e.instrument ? "Instruments" : "Pattern words", e.topic);
}

template <class F>
std::string in_topics(const std::vector<ReferenceEntry>& all, std::string_view heading, F one) {
    std::string out, last;
    for (const ReferenceEntry& e : all) {
        if (heading_of(e) != last) {
            last = heading_of(e);
            out += fmt::format("{}{}{}\n\n", out.empty() ? "" : "\n", heading, last);
        }
        out += one(e);
    }
    return out;
}

std::string page_of(const std::vector<ReferenceEntry>& all, phonon_form form) {
    switch (form) {
        case PHONON_JSON: {
            Json list = Json::array();
            for (const ReferenceEntry& e : all) list.push_back(json_of(e));
            return Json{{"words", std::move(list)}}.dump(2) + "\n";
        }
        case PHONON_MARKDOWN:
            return "# Reference\n\nMade by `phonon doc --markdown` from the tables of units, pattern words and "
                   "instruments; do not "
                   "edit.\n"
                   "Units make and change sound, pattern words make and change patterns. `phonon doc WORD` shows one "
                   "word.\n\n" +
                   in_topics(all, "## ", markdown_of);
        default:
            return in_topics(all, "",
                             [](const ReferenceEntry& e) { return fmt::format("  {:<16} {}\n", e.name, e.summary); });
    }
}

}  // namespace

Outcome doc(std::optional<std::string_view> word, phonon_form form) {
    const std::vector<ReferenceEntry> all = reference();
    Outcome out;
    if (!word) {
        out.text = page_of(all, form);
        return out;
    }
    // `pan` and its like are a control and a unit: both are shown, and what has the word as another name behind them.
    std::vector<ReferenceEntry> found;
    std::vector<std::string_view> names;
    for (const ReferenceEntry& e : all) {
        names.push_back(e.name);
        names.insert(names.end(), e.aliases.begin(), e.aliases.end());
        if (e.name == *word || std::find(e.aliases.begin(), e.aliases.end(), *word) != e.aliases.end())
            found.push_back(e);
    }
    std::stable_partition(found.begin(), found.end(), [&](const ReferenceEntry& e) { return e.name == *word; });
    if (found.empty()) {
        const std::string_view near = base::nearest(*word, names);
        return Outcome::fault(
            PHONON_USAGE_ERROR,
            fmt::format("no word `{}`{}", *word, near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
    }
    if (form == PHONON_JSON) {
        out.text = page_of(found, form);
    } else {
        for (const ReferenceEntry& e : found) {
            if (form == PHONON_TEXT && !out.text.empty()) out.text += "\n";
            out.text += form == PHONON_TEXT ? text_of(e) : markdown_of(e);
        }
    }
    return out;
}

Outcome doc_topics(phonon_form form) {
    std::vector<std::pair<std::string, std::vector<std::string>>> topics;
    for (const ReferenceEntry& e : reference()) {
        if (topics.empty() || topics.back().first != heading_of(e)) topics.push_back({heading_of(e), {}});
        topics.back().second.push_back(e.name);
    }
    Outcome out;
    if (form == PHONON_JSON) {
        Json list = Json::array();
        for (const auto& [name, words] : topics) list.push_back({{"topic", name}, {"words", words}});
        out.text = Json{{"topics", std::move(list)}}.dump(2) + "\n";
        return out;
    }
    const char* line = form == PHONON_MARKDOWN ? "* {}: {}\n" : "{}\n  {}\n";
    for (const auto& [name, words] : topics) out.text += fmt::format(fmt::runtime(line), name, fmt::join(words, " "));
    return out;
}

}  // namespace phonon::api
