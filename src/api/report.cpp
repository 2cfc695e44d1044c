#include "api/report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace phonon::api {
namespace {

using Json = nlohmann::ordered_json;

std::string decibels(double linear) {
    return linear > 0 ? fmt::format("{:.2f} dB", 20 * std::log10(linear)) : "-inf dB";
}

std::string loudness(const engine::RenderReport& r) {
    return std::isfinite(r.levels.loudness) ? fmt::format("{:.2f} LUFS", r.levels.loudness) : "-inf LUFS";
}

double speed_of(const engine::RenderReport& r) { return r.elapsed > 0 ? r.seconds / r.elapsed : 0; }

// JSON has no infinities: silence has no loudness.
Json finite(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

}  // namespace

std::string report_text(const engine::RenderReport& r, const ReportPlace& place) {
    std::string out = fmt::format("{}: {:.3f} s, {} frames at {:g} Hz\n",
                                  place.output.empty() ? place.program : place.output, r.seconds, r.frames, place.rate);
    if (r.tail_frames > 0)
        out += fmt::format("  tail       {:.3f} s of it, behind the last event\n",
                           static_cast<double>(r.tail_frames) / place.rate);
    if (!place.stems.empty()) out += fmt::format("  stems      {}\n", fmt::join(place.stems, ", "));
    out += fmt::format("  speed      {:.1f} x real time ({:.3f} s)\n", speed_of(r), r.elapsed);
    out += fmt::format("  peak       {}\n", decibels(r.levels.peak));
    out += fmt::format("  true peak  {}\n", decibels(r.levels.true_peak));
    out += fmt::format("  loudness   {}\n", loudness(r));
    out += fmt::format("  DC         {:.6f}\n", r.levels.dc);
    out += fmt::format("  clipped    {}\n", r.levels.clipped);
    out += fmt::format("  voices     {} started, {} stolen, {} cut\n", r.voices.started, r.voices.stolen, r.voices.cut);
    out += fmt::format("  hash       {}\n", r.hash);
    return out;
}

std::string picture_subtitle(const engine::RenderReport& r, double rate) {
    return fmt::format("{:.3f} s at {:g} Hz   peak {}   true peak {}   {}   clipped {}   {}", r.seconds, rate,
                       decibels(r.levels.peak), decibels(r.levels.true_peak), loudness(r), r.levels.clipped, r.hash);
}

std::string report_json(const engine::RenderReport& r, const ReportPlace& place,
                        const std::vector<base::Diagnostic>& diagnostics,
                        const std::vector<base::SourceText>& sources) {
    Json j{{"program", place.program},
           {"output", place.output},
           {"stems", place.stems},
           {"rate", place.rate},
           {"frames", r.frames},
           {"tail_frames", r.tail_frames},
           {"seconds", r.seconds},
           {"elapsed", r.elapsed},
           {"speed", finite(speed_of(r))},
           {"peak", finite(r.levels.peak)},
           {"true_peak", finite(r.levels.true_peak)},
           {"loudness", finite(r.levels.loudness)},
           {"dc", finite(r.levels.dc)},
           {"clipped", r.levels.clipped},
           {"voices", {{"started", r.voices.started}, {"stolen", r.voices.stolen}, {"cut", r.voices.cut}}},
           {"hash", r.hash},
           {"complaints", r.complaints},
           {"faulty_buses", r.faulty_buses}};
    j["diagnostics"] = Json::parse(base::to_json(diagnostics, sources))["diagnostics"];
    return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace phonon::api
