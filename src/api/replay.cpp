#include "api/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <thread>

#include "api/live_log.hpp"
#include "api/live_stems.hpp"
#include "api/program.hpp"
#include "engine/live/composer.hpp"
#include "engine/live/mixer.hpp"
#include "engine/live/performance.hpp"
#include "io/files/wav_writer.hpp"

namespace phonon::api {
namespace {

using Json = nlohmann::json;

// Sounds of whichever program plays now; a render waits for files.
class ReplaySounds final : public engine::SoundSource {
public:
    std::unique_ptr<Sounds> library;
    std::shared_ptr<const dsp::Recording> recording(std::string_view bank, int n) override {
        return library ? library->recording(bank, n) : nullptr;
    }
};

class Replay {
public:
    Replay(const Settings& settings, const engine::LiveOptions& options)
        : settings_(settings),
          composer_(options, sounds_),
          performance_(options, sounds_),
          mixer_(options.rate, ring_) {}

    // False, with a sentence in `fault`, where it cannot go on.
    bool edit(const Json& line) {
        std::vector<base::SourceText> sources;
        for (const Json& s : line.at("sources")) sources.push_back({s.at("path"), s.at("text")});
        if (sources.empty()) return true;
        lang::CheckOptions options;
        options.live = true;
        options.tidal_octaves = settings_.tidal_octaves;
        options.read_file = [&](const std::string& path) -> std::optional<std::string> {
            for (const base::SourceText& s : sources)
                if (s.path == path) return s.text;
            return std::nullopt;
        };
        lang::CheckResult checked = lang::check(sources.front().path, sources.front().text, options);
        if (checked.diagnostics.has_errors()) {
            fault = diagnostics_text(checked.diagnostics, checked.sources, settings_);
            return false;
        }
        sounds_.library = std::make_unique<Sounds>(settings_, checked.program.sample_folders);
        const std::string how = line.value("commands", "none");
        lang::Program program = how == "none" ? checked.program : with_commands(checked.program, how == "once");
        for (const std::string& stem : line.value("faded", std::vector<std::string>()))
            std::erase_if(program.stems, [&](const lang::Stem& s) { return s.name == stem; });
        auto edition = composer_.compose(program, performance_.made());
        if (!edition) {
            fault = edition.error() + "\n";
            return false;
        }
        composer_.landed(performance_.land(std::move(*edition)));
        return true;
    }

    void jump(const Json& line) {
        const std::string cycle = line.at("cycle");
        const std::size_t slash = cycle.find('/');
        if (performance_.director() != nullptr)
            performance_.director()->jump(performance_.directed() * dsp::quantum_frames,
                                          pattern::Time(std::stoll(cycle), std::stoll(cycle.substr(slash + 1))));
    }

    // False where the file cannot be written.
    bool play_until(std::int64_t quantum, io::SoundWriter* writer) {
        std::vector<float> out(quantum_floats_of());
        while (performance_.made() < quantum) {
            const auto count = static_cast<int>(std::min<std::int64_t>(8, quantum - performance_.made()));
            performance_.direct(performance_.made() + count);
            const int made = performance_.make(ring_, count);
            if (made == 0) return false;
            performance_.refine();
            performance_.discard();
            for (int q = 0; q < made; ++q) {
                mixer_.run(out.data(), dsp::quantum_frames, 2);
                if (writer != nullptr)
                    if (auto written = writer->write(out); !written) {
                        fault = written.error() + "\n";
                        return false;
                    }
            }
            if (auto tidy = composer_.tidied(performance_.made())) composer_.landed(performance_.land(std::move(tidy)));
        }
        return true;
    }

    std::uint64_t hash() const { return performance_.last_checkpoint().hash; }
    std::int64_t made() const { return performance_.made(); }
    std::string fault;

private:
    static std::size_t quantum_floats_of() { return engine::quantum_floats; }

    Settings settings_;
    ReplaySounds sounds_;
    engine::Composer composer_;
    engine::Performance performance_;
    engine::StemRing ring_{16};
    engine::Mixer mixer_;
};

}  // namespace

Outcome replay(const Settings& settings, const std::string& log, const std::string& output, int threads) {
    auto text = read_text(log);
    if (!text) return Outcome::fault(PHONON_FILE_ERROR, text.error());
    std::vector<Json> lines;
    std::istringstream stream(*text);
    for (std::string line; std::getline(stream, line);) {
        Json parsed = Json::parse(line, nullptr, false);
        // A killed session may have left half a line.
        if (!parsed.is_discarded() && parsed.is_object()) lines.push_back(std::move(parsed));
    }
    if (lines.empty() || !lines.front().contains("phonon"))
        return Outcome::fault(PHONON_FILE_ERROR, fmt::format("`{}` is not the log of a set", log));
    Settings reading = settings;
    reading.tidal_octaves = lines.front().value("tidal_octaves", false);
    engine::LiveOptions options;
    options.rate = lines.front().value("rate", 48000.0f);
    options.seed = lines.front().value("seed", std::uint64_t{0});
    options.polyphony = lines.front().value("polyphony", 256);
    options.threads = threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    std::optional<io::SoundWriter> writer;
    if (!output.empty()) {
        auto made = io::SoundWriter::create(output, io::SoundFormat::wav32f, static_cast<int>(options.rate), 2);
        if (!made) return Outcome::fault(PHONON_FILE_ERROR, made.error());
        writer = std::move(*made);
    }

    auto replay = std::make_unique<Replay>(reading, options);
    int checked = 0, edits = 0;
    std::string differs;
    for (const Json& line : lines) {
        const auto quantum_of = [&](const char* key) { return line.at(key).get<std::int64_t>(); };
        const bool edit = line.contains("edit"), jump = line.contains("jump");
        const char* check = line.contains("end") ? "end" : line.contains("check") ? "check" : nullptr;
        if (!edit && !jump && check == nullptr) continue;
        const std::int64_t until = quantum_of(edit ? "edit" : jump ? "jump" : check);
        if (!replay->play_until(until, writer ? &*writer : nullptr) || (edit && !replay->edit(line))) {
            Outcome fault = Outcome::fault(PHONON_PROGRAM_ERROR, fmt::format("`{}` cannot be played on", log));
            fault.diagnostics += replay->fault;
            return fault;
        }
        edits += edit ? 1 : 0;
        if (jump) replay->jump(line);
        if (check == nullptr || replay->made() != until) continue;
        ++checked;
        if (differs.empty() && fmt::format("{:016x}", replay->hash()) != line.value("hash", ""))
            differs = fmt::format("the sound differs from the log somewhere before {:.1f} s",
                                  static_cast<double>(until) * dsp::quantum_frames / static_cast<double>(options.rate));
    }
    if (writer)
        if (auto finished = writer->finish(); !finished) return Outcome::fault(PHONON_FILE_ERROR, finished.error());
    if (!differs.empty()) return Outcome::fault(PHONON_PROGRAM_ERROR, differs);
    Outcome out;
    out.text = fmt::format(
        "{} edits, {:.1f} s; the same sound as it was logged, at all {} places that the log checks\n", edits,
        static_cast<double>(replay->made()) * dsp::quantum_frames / static_cast<double>(options.rate), checked);
    return out;
}

}  // namespace phonon::api
