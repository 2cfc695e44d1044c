#include "api/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "api/event_difference.hpp"
#include "engine/comparison.hpp"
#include "engine/render.hpp"
#include "io/files/sound_reader.hpp"

namespace phonon::api {
namespace {

using Json = nlohmann::ordered_json;
using engine::Comparison;

// Gives the next frames, fewer than asked for only at the end.
using Reader = std::function<std::size_t(std::span<float> out)>;

Comparison::Report compare(double rate, const std::array<Reader, 2>& readers) {
    Comparison comparison(rate);
    std::array<std::vector<float>, 2> blocks;
    for (std::array<std::size_t, 2> got{1, 1}; got[0] + got[1] > 0;) {
        for (std::size_t side = 0; side < 2; ++side) {
            blocks[side].resize(8192);
            got[side] = readers[side](blocks[side]);
            blocks[side].resize(2 * got[side]);
        }
        comparison.add(blocks[0], blocks[1]);
    }
    return comparison.report();
}

struct Difference {
    std::array<std::string, 2> paths;
    double rate = 48000;
    Comparison::Report sound;
    std::optional<double> cycles;  // of programs
    std::vector<OwnEvent> events;

    bool same() const { return events.empty() && sound.same(); }
};

std::string decibels(double power) { return power > 0 ? fmt::format("{:.1f}", 10 * std::log10(power)) : "-inf"; }
Json json_decibels(double power) { return power > 0 ? Json(10 * std::log10(power)) : Json(nullptr); }

std::string band_name(int band) {
    const double hertz = dsp::OctaveLevels::hertz_of(band);
    return hertz < 1000 ? fmt::format("{:.0f} Hz", hertz) : fmt::format("{:.0f} kHz", hertz / 1000);
}

std::string events_text(const Difference& d, std::size_t shown) {
    if (d.events.empty()) return fmt::format("  events     the same over {:g} cycles\n", *d.cycles);
    const auto in_second =
        std::count_if(d.events.begin(), d.events.end(), [](const OwnEvent& e) { return e.in_second; });
    std::string out = fmt::format("  events     over {:g} cycles, {} are only in the first and {} only in the second\n",
                                  *d.cycles, static_cast<std::ptrdiff_t>(d.events.size()) - in_second, in_second);
    for (std::size_t i = 0; i < std::min(shown, d.events.size()); ++i)
        out += fmt::format("    {} {:<8} {}\n", d.events[i].in_second ? '+' : '-', d.events[i].source,
                           event_text(d.events[i].event));
    if (shown < d.events.size()) out += fmt::format("    and {} more\n", d.events.size() - shown);
    return out;
}

std::string text_of(const Difference& d, std::size_t shown) {
    const auto& [a, b] = d.sound.sides;
    const auto seconds = [&](std::int64_t frames) { return static_cast<double>(frames) / d.rate; };
    std::string out = fmt::format("{} and {}: {}\n", d.paths[0], d.paths[1], d.same() ? "the same" : "different");
    if (d.cycles) out += events_text(d, shown);
    out += fmt::format("  length     {:.3f} s and {:.3f} s\n", seconds(a.frames), seconds(b.frames));
    out += fmt::format("  hash       {} and {}\n", a.hash, b.hash);
    if (d.sound.same()) return out + "  sound      the same in every frame\n";
    out += fmt::format("  sound      differs first in frame {} ({:.6f} s), in {} frames, by at most {} dB\n",
                       d.sound.first, seconds(d.sound.first), d.sound.differing,
                       decibels(d.sound.largest * d.sound.largest));
    out += fmt::format("  {:<9} {:>8} {:>8} {:>8} {:>11}\n", "band", "first", "second", "change", "difference");
    for (int band = 0; band < dsp::OctaveLevels::bands; ++band) {
        const auto i = static_cast<std::size_t>(band);
        const bool both = a.power[i] > 0 && b.power[i] > 0;
        out += fmt::format("  {:<9} {:>8} {:>8} {:>8} {:>11}\n", band_name(band), decibels(a.power[i]),
                           decibels(b.power[i]),
                           both ? fmt::format("{:+.1f}", 10 * std::log10(b.power[i] / a.power[i])) : "",
                           decibels(d.sound.power_of_difference[i]));
    }
    return out;
}

std::string json_of(const Difference& d) {
    Json bands = Json::array();
    for (int band = 0; band < dsp::OctaveLevels::bands; ++band) {
        const auto i = static_cast<std::size_t>(band);
        bands.push_back({{"hertz", dsp::OctaveLevels::hertz_of(band)},
                         {"first", json_decibels(d.sound.sides[0].power[i])},
                         {"second", json_decibels(d.sound.sides[1].power[i])},
                         {"difference", json_decibels(d.sound.power_of_difference[i])}});
    }
    Json sides = Json::array();
    for (std::size_t side = 0; side < 2; ++side)
        sides.push_back(
            {{"path", d.paths[side]}, {"frames", d.sound.sides[side].frames}, {"hash", d.sound.sides[side].hash}});
    Json j{{"same", d.same()}, {"rate", d.rate}, {"sides", std::move(sides)}};
    if (d.cycles) {
        Json events = Json::array();
        for (const OwnEvent& e : d.events)
            events.push_back({{"source", e.source},
                              {"only_in", e.in_second ? "second" : "first"},
                              {"event", Json::parse(event_json(e.event))}});
        j["cycles"] = *d.cycles;
        j["events"] = std::move(events);
    }
    j["sound"] = {{"same", d.sound.same()},
                  {"first_frame", d.sound.same() ? Json(nullptr) : Json(d.sound.first)},
                  {"differing_frames", d.sound.differing},
                  {"largest", d.sound.largest},
                  {"bands", std::move(bands)}};
    return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

bool is_sound(const std::string& path) {
    for (const std::string_view ending : {".wav", ".flac", ".aiff", ".aif", ".ogg", ".mp3"})
        if (path.ends_with(ending)) return true;
    return false;
}

Outcome finished(const Difference& d, const phonon_diff_options& o) {
    Outcome out;
    out.status = d.same() ? PHONON_DONE : PHONON_DIFFERENT;
    out.text = o.form == PHONON_JSON ? json_of(d) : text_of(d, static_cast<std::size_t>(o.events));
    return out;
}

Outcome of_sounds(Difference d, const phonon_diff_options& o) {
    std::array<Reader, 2> readers;
    std::array<std::shared_ptr<io::SoundReader>, 2> files;
    for (std::size_t side = 0; side < 2; ++side) {
        auto opened = io::SoundReader::open(d.paths[side]);
        if (!opened) return Outcome::fault(PHONON_FILE_ERROR, opened.error());
        files[side] = std::make_shared<io::SoundReader>(std::move(*opened));
        readers[side] = [file = files[side]](std::span<float> out) { return file->read(out); };
    }
    if (files[0]->rate() != files[1]->rate())
        return Outcome::fault(PHONON_USAGE_ERROR,
                              fmt::format("sounds of {:g} Hz and {:g} Hz cannot be compared frame by frame",
                                          files[0]->rate(), files[1]->rate()));
    d.rate = files[0]->rate();
    d.sound = compare(d.rate, readers);
    return finished(d, o);
}

// A program that plays on demand, without its latency.
struct Playing {
    CheckedProgram checked;
    std::unique_ptr<engine::Player> player;
    std::unique_ptr<engine::AlignedReader> reader;
    std::int64_t left = 0;

    std::size_t read(std::span<float> out) {
        const auto count =
            static_cast<std::size_t>(std::min<std::int64_t>(left, static_cast<std::int64_t>(out.size() / 2)));
        if (count > 0) std::copy_n(reader->read(count).master.begin(), 2 * count, out.begin());
        left -= static_cast<std::int64_t>(count);
        return count;
    }
};

Outcome of_programs(Difference d, const Settings& settings, const phonon_diff_options& o) {
    d.cycles = o.cycles > 0 ? o.cycles : 4;
    d.rate = o.rate;
    std::array<std::shared_ptr<Playing>, 2> playing;
    std::array<std::vector<EventListing>, 2> events;
    std::array<Reader, 2> readers;
    std::string diagnostics;
    for (std::size_t side = 0; side < 2; ++side) {
        auto checked = check_program(settings, {d.paths[side], std::nullopt});
        if (!checked) return Outcome::fault(PHONON_FILE_ERROR, checked.error());
        Outcome refused = outcome_of(*checked, settings);
        if (refused.status != PHONON_DONE) return refused;
        diagnostics += refused.diagnostics;
        auto p = std::make_shared<Playing>();
        p->checked = std::move(*checked);
        const lang::Program& program = p->checked.result.program;
        events[side] = events_of(program, {0, pattern::Time::from_double(*d.cycles)});

        engine::PlayerOptions options;
        options.rate = static_cast<float>(o.rate);
        options.seed = o.seed;
        options.threads =
            o.threads > 0 ? o.threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
        options.frames = p->left = engine::frames_of_cycles(program, *d.cycles, options.rate);
        auto made = engine::Player::make(program, *p->checked.sounds, options);
        if (!made) return Outcome::fault(PHONON_PROGRAM_ERROR, made.error());
        p->player = std::move(*made);
        p->reader = std::make_unique<engine::AlignedReader>(*p->player, 4096, false);
        playing[side] = p;
        readers[side] = [p](std::span<float> out) { return p->read(out); };
    }
    d.events = difference_of(events[0], events[1]);
    d.sound = compare(d.rate, readers);
    Outcome out = finished(d, o);
    out.diagnostics = std::move(diagnostics);
    return out;
}

}  // namespace

Outcome difference(const Settings& settings, const std::string& first, const std::string& second,
                   const phonon_diff_options& o) {
    if (!(o.rate >= 8000 && o.rate <= 384000) || o.rate != std::floor(o.rate))
        return Outcome::fault(PHONON_USAGE_ERROR, "the rate must be a whole number from 8000 to 384000");
    if (!(o.cycles >= 0 && o.cycles <= 10'000))
        return Outcome::fault(PHONON_USAGE_ERROR, "the number of cycles must be above 0 and at most 10000");
    if (o.events < 0 || o.threads < 0 || o.threads > 1024)
        return Outcome::fault(PHONON_USAGE_ERROR, "there can be 0 or more events shown, and 1 to 1024 threads");
    Difference d;
    d.paths = {first, second};
    if (is_sound(first) != is_sound(second))
        return Outcome::fault(PHONON_USAGE_ERROR, "two programs can be compared, or two sound files");
    return is_sound(first) ? of_sounds(std::move(d), o) : of_programs(std::move(d), settings, o);
}

}  // namespace phonon::api
