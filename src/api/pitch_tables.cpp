#include "api/pitch_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "pattern/notes.hpp"

namespace phonon::api {
namespace {

using Json = nlohmann::ordered_json;

struct Row {
    std::vector<std::string> names;  // all names of the same notes
    std::vector<double> semitones;
};

// Rows with equal notes become one row with several names.
void add(std::vector<Row>& rows, std::string_view name, std::vector<double> semitones) {
    const auto same = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.semitones == semitones; });
    if (same != rows.end())
        same->names.emplace_back(name);
    else
        rows.push_back({{std::string(name)}, std::move(semitones)});
}

std::string text_of(const std::vector<Row>& rows, std::string_view example) {
    std::string out;
    for (const Row& row : rows)
        out += fmt::format("{:<34} {:g}\n", fmt::join(row.names, " "), fmt::join(row.semitones, " "));
    return out + fmt::format("\nSemitones above the root. As in {}\n", example);
}

std::string markdown_of(const std::vector<Row>& rows) {
    std::string out = "| names | semitones |\n|---|---|\n";
    for (const Row& row : rows)
        out += fmt::format("| `{}` | {:g} |\n", fmt::join(row.names, "` `"), fmt::join(row.semitones, " "));
    return out;
}

Outcome shown(const std::vector<Row>& rows, std::string_view example, phonon_form form) {
    Outcome out;
    if (form == PHONON_JSON) {
        Json all = Json::array();
        for (const Row& row : rows) all.push_back({{"names", row.names}, {"semitones", row.semitones}});
        out.text = all.dump(1) + "\n";
    } else {
        out.text = form == PHONON_MARKDOWN ? markdown_of(rows) : text_of(rows, example);
    }
    return out;
}

}  // namespace

Outcome doc_scales(phonon_form form) {
    std::vector<Row> rows;
    for (const pattern::Scale& scale : pattern::scales()) add(rows, scale.name, scale.steps);
    return shown(rows, R"(n "0 .. 7" # scale "c4:minor" # s "superpiano")", form);
}

Outcome doc_chords(phonon_form form) {
    std::vector<Row> rows;
    for (const std::string_view name : pattern::chord_names()) {
        const std::vector<int>* notes = pattern::find_chord(name);
        if (notes != nullptr) add(rows, name, {notes->begin(), notes->end()});
    }
    return shown(rows, R"(note "c'maj e'min7'ii" # s "superpiano")", form);
}

}  // namespace phonon::api
