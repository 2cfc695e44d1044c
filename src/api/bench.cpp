#include "api/bench.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "api/bench_report.hpp"
#include "io/files/new_file.hpp"

namespace phonon::api {
namespace {

constexpr double synthetic_node = 20e-6;  // seconds a quantum

std::optional<std::string> unusable(const phonon_bench_options& o) {
    const auto within = [](double x, double low, double high) { return x >= low && x <= high; };
    if (!within(o.rate, 8000, 384000) || o.rate != std::floor(o.rate))
        return "the rate must be a whole number from 8000 to 384000";
    if (!within(o.cycles, 0, 1e6)) return "the number of cycles must be above 0 and at most a million";
    if (o.threads < 0 || o.threads > 1024) return "there can be 1 to 1024 threads";
    if (o.simulated < 1 || o.simulated > 1024) return "1 to 1024 threads can be simulated";
    if (o.rounds < 1 || o.rounds > 1000) return "there can be 1 to 1000 rounds";
    if (o.block < 0 || o.block > 65536 || o.block % dsp::quantum_frames != 0)
        return "a block must be a multiple of 64 frames, up to 65536";
    return std::nullopt;
}

base::Result<void, std::string> write_text(const char* path, const std::string& text) {
    auto file = io::NewFile::create(path);
    if (!file) return base::failure(file.error());
    const int descriptor = file->take_descriptor();
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t n = ::write(descriptor, text.data() + written, text.size() - written);
        if (n <= 0) break;
        written += static_cast<std::size_t>(n);
    }
    if (::close(descriptor) != 0 || written < text.size())
        return base::failure(fmt::format("`{}` could not be written", path));
    return file->publish();
}

Outcome measure(engine::Workload& workload, const phonon_bench_options& o, BenchPlace place, Outcome out) {
    const engine::BenchmarkOptions options{.threads = o.threads > 0 ? o.threads : place.cores,
                                           .rounds = o.rounds,
                                           .block = place.block,
                                           .most_simulated = o.simulated,
                                           .timeline = o.timeline != nullptr};
    const engine::Benchmark b = benchmark(workload, options);
    const graph::Plan& plan = workload.plan();
    out.text = o.form == PHONON_JSON ? bench_json(b, plan, place) : bench_text(b, plan, place);
    const auto draw = [&](const char* path, const std::string& picture) {
        if (path == nullptr) return true;
        const auto written = write_text(path, picture);
        if (!written) {
            out.status = PHONON_FILE_ERROR;
            out.diagnostics += fmt::format("phonon: {}\n", written.error());
        }
        return written.has_value();
    };
    if (o.speedup != nullptr) draw(o.speedup, speedup_picture(b, place));
    if (o.timeline != nullptr) draw(o.timeline, timeline_picture(b, plan, place));
    if (!b.same_bits) {
        out.status = PHONON_DIFFERENT;
        out.diagnostics += "phonon: the samples depended on the number of threads; that is a fault of phonon\n";
    }
    return out;
}

}  // namespace

Outcome bench(const Settings& settings, const Source& source, const phonon_bench_options& o) {
    if (auto reason = unusable(o)) return Outcome::fault(PHONON_USAGE_ERROR, *reason);
    BenchPlace place;
    place.rate = o.rate;
    place.block = o.block / dsp::quantum_frames;
    place.cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    if (o.synthetic != nullptr) {
        const auto kind = graph::synthetic_named(o.synthetic);
        if (!kind)
            return Outcome::fault(PHONON_USAGE_ERROR, fmt::format("`{}` is no synthetic graph; there are {}",
                                                                  o.synthetic, graph::synthetic_names));
        place.name = o.synthetic;
        constexpr std::int64_t quanta = 1600;
        return measure(*engine::synthetic_workload(*kind, synthetic_node, quanta), o, place, {});
    }
    auto checked = check_program(settings, source);
    if (!checked) return Outcome::fault(PHONON_FILE_ERROR, checked.error());
    Outcome out = outcome_of(*checked, settings);
    if (out.status != PHONON_DONE) return out;
    place.name = source.path;
    engine::PlayerOptions options;
    options.rate = static_cast<float>(o.rate);
    options.seed = o.seed;
    options.frames = engine::frames_of_cycles(checked->result.program, o.cycles > 0 ? o.cycles : 4, options.rate);
    auto workload = engine::program_workload(checked->result.program, *checked->sounds, options);
    if (!workload) return Outcome::fault(PHONON_PROGRAM_ERROR, workload.error());
    return measure(**workload, o, place, std::move(out));
}

}  // namespace phonon::api
