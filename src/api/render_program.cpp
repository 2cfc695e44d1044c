#include "api/render_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <thread>

#include "api/report.hpp"
#include "api/stem_files.hpp"
#include "io/files/wav_writer.hpp"

namespace phonon::api {
namespace {

// A sentence about the first option that makes no sense.
std::optional<std::string> unusable(const phonon_render_options& o) {
    const auto within = [](double x, double low, double high) { return x >= low && x <= high; };
    if (!within(o.rate, 8000, 384000) || o.rate != std::floor(o.rate))
        return "the rate must be a whole number from 8000 to 384000";
    if (o.block < 1 || o.block > 65536) return "the block must have 1 to 65536 frames";
    if (o.threads < 0 || o.threads > 1024) return "there can be 1 to 1024 threads";
    if (o.polyphony < 1 || o.polyphony > 4096) return "the polyphony must be 1 to 4096 voices";
    if (!within(o.cycles, 0, 1e9)) return "the number of cycles must be above 0 and at most a thousand million";
    if (!within(o.duration, 0, 1e9)) return "the duration must be above 0 and at most a thousand million seconds";
    if (o.cycles > 0 && o.duration > 0) return "a length is given in cycles or in seconds, not both";
    if (o.format < PHONON_WAV16 || o.format > PHONON_FLAC) return "there is no such file format";
    return std::nullopt;
}

io::SoundFormat sound_format_of(phonon_file_format format) {
    switch (format) {
        case PHONON_WAV24: return io::SoundFormat::wav24;
        case PHONON_WAV32F: return io::SoundFormat::wav32f;
        case PHONON_FLAC: return io::SoundFormat::flac;
        default: return io::SoundFormat::wav16;
    }
}

engine::RenderOptions engine_options(const phonon_render_options& o, const lang::Program& program) {
    constexpr double usual_cycles = 4;
    engine::RenderOptions options;
    options.player.rate = static_cast<float>(o.rate);
    options.player.seed = o.seed;
    options.player.memory_limit = o.memory_limit;
    options.player.polyphony = o.polyphony;
    options.player.threads =
        o.threads > 0 ? o.threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    options.block = o.block;
    options.frames =
        o.duration > 0 ? static_cast<std::int64_t>(std::llround(o.duration * o.rate))
                       : engine::frames_of_cycles(program, o.cycles > 0 ? o.cycles : usual_cycles, options.player.rate);
    return options;
}

// What the engine and the files had to say while it played.
std::string complaints_of(const engine::RenderReport& report, const Sounds& sounds) {
    std::string out;
    for (const std::string& complaint : report.complaints) out += fmt::format("phonon: {}\n", complaint);
    for (const std::string& bus : report.faulty_buses)
        out += fmt::format("phonon: a sample of {} was no number; it was silenced and its units began anew\n", bus);
    for (const std::string& fault : sounds.faults()) out += fmt::format("phonon: {}\n", fault);
    return out;
}

}  // namespace

Outcome render_program(const Settings& settings, const Source& source, const phonon_render_options& o) {
    if (auto reason = unusable(o)) return Outcome::fault(PHONON_USAGE_ERROR, *reason);
    auto checked = check_program(settings, source);
    if (!checked) return Outcome::fault(PHONON_FILE_ERROR, checked.error());
    Outcome out = outcome_of(*checked, settings);
    const lang::CheckResult& result = checked->result;
    if (out.status != PHONON_DONE) {
        if (o.form == PHONON_JSON) out.text = base::to_json(result.diagnostics.all(), result.sources) + "\n";
        return out;
    }
    const auto refuse = [&](phonon_status status, const std::string& what) {
        Outcome fault = Outcome::fault(status, what);
        fault.diagnostics.insert(0, out.diagnostics);
        return fault;
    };

    std::optional<io::SoundWriter> writer;
    if (o.output != nullptr) {
        auto made = io::SoundWriter::create(o.output, sound_format_of(o.format), static_cast<int>(o.rate), 2);
        if (!made) return refuse(PHONON_FILE_ERROR, made.error());
        writer = std::move(*made);
    }
    std::string write_fault;
    const engine::Sink sink = [&](std::span<const float> frames) {
        if (writer) {
            if (auto written = writer->write(frames); !written) {
                write_fault = written.error();
                return false;
            }
        }
        return o.sink == nullptr || o.sink(o.user, frames.data(), frames.size() / 2) == 0;
    };
    engine::Progress progress;
    if (o.progress != nullptr)
        progress = [&](double part, double speed) { return o.progress(o.user, part, speed) == 0; };

    const engine::RenderOptions options = engine_options(o, result.program);
    auto rendered = engine::render(result.program, *checked->sounds, options, sink, progress);
    if (!rendered) return refuse(PHONON_PROGRAM_ERROR, rendered.error());
    if (!write_fault.empty()) return refuse(PHONON_FILE_ERROR, write_fault);
    if (rendered->stopped) return refuse(PHONON_STOPPED, "stopped; nothing was written");

    ReportPlace place{source.path, o.output != nullptr ? o.output : "", {}, o.rate};
    if (o.stems != nullptr) {
        const auto go_on = [&] { return o.sink == nullptr || o.sink(o.user, nullptr, 0) == 0; };
        auto stems = write_stems(result.program, *checked->sounds, options, o.stems, go_on);
        if (!stems) return refuse(PHONON_FILE_ERROR, stems.error());
        place.stems = std::move(*stems);
        if (place.stems.empty()) return refuse(PHONON_STOPPED, "stopped; nothing was written");
    }
    if (writer)
        if (auto finished = writer->finish(); !finished) return refuse(PHONON_FILE_ERROR, finished.error());

    out.text = o.form == PHONON_JSON ? report_json(*rendered, place, result.diagnostics.all(), result.sources)
                                     : report_text(*rendered, place);
    out.diagnostics += complaints_of(*rendered, *checked->sounds);
    out.output = place.output;
    out.rate = o.rate;
    out.report = std::move(*rendered);
    return out;
}

}  // namespace phonon::api
