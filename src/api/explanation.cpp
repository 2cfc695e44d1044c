#include "api/explanation.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/diagnostics.hpp"

namespace phonon::api {
namespace {

using Json = nlohmann::ordered_json;
using base::CatalogueRow;

std::string_view severity_name(base::Severity severity) {
    switch (severity) {
        case base::Severity::error: return "error";
        case base::Severity::warning: return "warning";
        case base::Severity::note: return "note";
    }
    return "";
}

Json json_of(const CatalogueRow& row) {
    return {{"code", row.code},   {"severity", severity_name(row.severity)},
            {"title", row.title}, {"explanation", row.explanation},
            {"wrong", row.wrong}, {"right", row.right}};
}

// Breaks a paragraph at blanks, 88 characters at most a line.
std::string wrapped(std::string_view text) {
    constexpr std::size_t width = 88;
    std::string out;
    while (text.size() > width) {
        std::size_t end = text.rfind(' ', width);
        if (end == std::string_view::npos) end = std::min(text.find(' '), text.size());
        out += fmt::format("{}\n", text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out + fmt::format("{}\n", text);
}

std::string program_text(std::string_view heading, std::string_view program) {
    std::string out = fmt::format("\n{}:\n", heading);
    while (!program.empty()) {
        const std::size_t end = std::min(program.find('\n'), program.size());
        out += fmt::format("  {}\n", program.substr(0, end));
        program.remove_prefix(std::min(end + 1, program.size()));
    }
    return out;
}

std::string text_of(const CatalogueRow& row) {
    std::string out =
        fmt::format("{}[{}]: {}\n\n{}", severity_name(row.severity), row.code, row.title, wrapped(row.explanation));
    if (!row.wrong.empty()) out += program_text("This gives it", row.wrong);
    if (!row.right.empty()) out += program_text("This does not", row.right);
    return out;
}

}  // namespace

Outcome explain(std::optional<std::string_view> code, phonon_form form) {
    Outcome out;
    if (!code) {
        Json list = Json::array();
        for (const CatalogueRow* row : base::catalogue()) {
            list.push_back(json_of(*row));
            out.text += fmt::format("{}  {:<8} {}\n", row->code, severity_name(row->severity), row->title);
        }
        if (form == PHONON_JSON) out.text = Json{{"diagnostics", std::move(list)}}.dump(2) + "\n";
        return out;
    }
    const CatalogueRow* row = base::find_row(*code);
    if (row == nullptr)
        return Outcome::fault(
            PHONON_USAGE_ERROR,
            fmt::format("no diagnostic has the code `{}`; `phonon explain` alone lists them all", *code));
    out.text = form == PHONON_JSON ? json_of(*row).dump(2) + "\n" : text_of(*row);
    return out;
}

}  // namespace phonon::api
