#include "api/render_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <thread>

#include "api/render_files.hpp"
#include "api/report.hpp"
#include "engine/overview.hpp"
#include "io/pictures/png_file.hpp"
#include "io/pictures/render_picture.hpp"

namespace phonon::api {
namespace {

constexpr std::int64_t most_frames = std::int64_t{1} << 50;

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
    if (!within(o.from, 0, 1e9)) return "the cycle to begin with must be from 0 to a thousand million";
    if (std::isnan(o.max_loudness) || std::isnan(o.max_true_peak)) return "a limit of loudness must be a number";
    if (o.cycles > 0 && o.duration > 0) return "a length is given in cycles or in seconds, not both";
    for (const phonon_file_format format : {o.format, o.stem_format})
        if (format < PHONON_WAV16 || format > PHONON_FLAC) return "there is no such file format";
    return std::nullopt;
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
    options.stems = o.stems != nullptr;
    options.tail = o.tail != 0;
    options.player.start = engine::Time::from_double(o.from);
    options.frames = o.duration > 0 ? static_cast<std::int64_t>(std::llround(o.duration * o.rate))
                                    : engine::frames_of_cycles(program, o.cycles > 0 ? o.cycles : usual_cycles,
                                                               options.player.rate, options.player.start);
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

// Sentences about limits that were passed.
std::string too_loud(const engine::Levels& levels, const phonon_render_options& o) {
    std::string out;
    if (levels.loudness > o.max_loudness)
        out += fmt::format("phonon: too loud: {:.2f} LUFS, and {:g} are allowed\n", levels.loudness, o.max_loudness);
    if (const double peak = 20 * std::log10(levels.true_peak); peak > o.max_true_peak)
        out += fmt::format("phonon: too loud: the true peak is {:.2f} dBTP, and {:g} are allowed\n", peak,
                           o.max_true_peak);
    return out;
}

// A sound drawn as it goes by.
struct Painting {
    io::NewFile file;
    engine::Overview overview;
};

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

    const engine::RenderOptions options = engine_options(o, result.program);
    if (options.frames > most_frames) return refuse(PHONON_USAGE_ERROR, "the render would have more than 2^50 frames");
    std::vector<std::string> stem_names;
    for (const lang::Stem& stem : result.program.stems) stem_names.push_back(stem.name);
    auto files = RenderFiles::create(o, stem_names, options.frames);
    if (!files) return refuse(files.error().status, files.error().text);

    std::optional<Painting> painting;
    if (o.picture != nullptr) {
        auto file = io::NewFile::create(o.picture);
        if (!file) return refuse(PHONON_FILE_ERROR, file.error());
        painting.emplace(Painting{std::move(*file), engine::Overview(o.rate, io::render_picture_columns)});
    }
    std::string write_fault;
    const engine::Sink sink = [&](const engine::RenderedFrames& frames) {
        if (auto written = files->write(frames); !written) {
            write_fault = written.error();
            return false;
        }
        if (painting) painting->overview.add(frames.master);
        return o.sink == nullptr || o.sink(o.user, frames.master.data(), frames.master.size() / 2) == 0;
    };
    engine::Progress progress;
    if (o.progress != nullptr)
        progress = [&](double part, double speed) { return o.progress(o.user, part, speed) == 0; };

    auto rendered = engine::render(result.program, *checked->sounds, options, sink, progress);
    if (!rendered) return refuse(PHONON_PROGRAM_ERROR, rendered.error());
    if (!write_fault.empty()) return refuse(PHONON_FILE_ERROR, write_fault);
    if (rendered->stopped) return refuse(PHONON_STOPPED, "stopped; nothing was written");
    if (painting) {
        painting->overview.finish();
        const auto painted = io::write_png(
            painting->file, io::draw_render(painting->overview, source.path, picture_subtitle(*rendered, o.rate)));
        if (!painted) return refuse(PHONON_FILE_ERROR, painted.error());
    }
    if (auto finished = files->finish(); !finished) return refuse(PHONON_FILE_ERROR, finished.error());
    if (painting)
        if (auto published = painting->file.publish(); !published) return refuse(PHONON_FILE_ERROR, published.error());

    const ReportPlace place{source.path, o.output != nullptr ? o.output : "", files->stems(), o.rate};
    out.text = o.form == PHONON_JSON ? report_json(*rendered, place, result.diagnostics.all(), result.sources)
                                     : report_text(*rendered, place);
    out.diagnostics += complaints_of(*rendered, *checked->sounds);
    for (const std::string& clipped : files->clipped()) out.diagnostics += fmt::format("phonon: {}\n", clipped);
    if (const std::string loud = too_loud(rendered->levels, o); !loud.empty()) {
        out.status = PHONON_TOO_LOUD;
        out.diagnostics += loud;
    }
    out.output = place.output;
    out.rate = o.rate;
    out.report = std::move(*rendered);
    return out;
}

}  // namespace phonon::api
