// What a render came to, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "engine/render.hpp"

namespace phonon::api {

struct ReportPlace {
    std::string program;             // the path it was read from
    std::string output;              // "" where no file was written
    std::vector<std::string> stems;  // files
    double rate = 48000;
};

std::string report_text(const engine::RenderReport& report, const ReportPlace& place);
// One line of ASCII under a picture's title.
std::string picture_subtitle(const engine::RenderReport& report, double rate);
std::string report_json(const engine::RenderReport& report, const ReportPlace& place,
                        const std::vector<base::Diagnostic>& diagnostics, const std::vector<base::SourceText>& sources);

}  // namespace phonon::api
