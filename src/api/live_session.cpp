#include "api/live_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "api/live_stems.hpp"
#include "io/devices/priority.hpp"
#include "lang/merge.hpp"

namespace phonon::api {
namespace {

using Kind = lang::LiveCommand::Kind;
using std::chrono::steady_clock;

constexpr int pace = 100, hurried_pace = 20;  // milliseconds between looks at what is due
constexpr double land_before = 0.15;          // seconds before its cycle an edition is composed

}  // namespace

LiveSession::LiveSession(const Settings& settings, const Source& source, const LiveSessionOptions& options)
    : settings_(settings),
      source_(source),
      options_(options),
      device_([this](const std::string& text) { say(LiveMessage::device, text); }) {}

base::Result<std::unique_ptr<LiveSession>, std::string> LiveSession::open(const Settings& settings,
                                                                          const Source& source,
                                                                          const LiveSessionOptions& options) {
    std::unique_ptr<LiveSession> session(new LiveSession(settings, source, options));
    if (auto begun = session->begin(); !begun) return base::failure(begun.error());
    return session;
}

base::Result<void, std::string> LiveSession::begin() {
    std::string text;
    if (source_.text) {
        text = *source_.text;
    } else {
        auto read = read_text(source_.path);
        if (!read) return base::failure(read.error());
        text = std::move(*read);
    }
    if (options_.threads <= 0) options_.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    if (auto opened = device_.open(options_.device, options_.sound); !opened) return opened;
    options_.sound = device_.options();
    device_name_ = device_.name();

    engine::LiveOptions live;
    live.rate = static_cast<float>(options_.sound.rate);
    live.seed = options_.seed;
    live.memory_limit = options_.memory_limit;
    live.polyphony = options_.polyphony;
    live.threads = options_.threads;
    composer_ = std::make_unique<engine::Composer>(live, sounds_);
    io::lock_memory();
    {
        io::RaisedPriority raised(io::worker_priority);
        conductor_ = std::make_unique<engine::Conductor>(
            engine::ConductorOptions{live, options_.sound.block, options_.ahead}, sounds_);
        if (!raised.finish())
            say(LiveMessage::device,
                "the system does not let sound run first (see RLIMIT_RTPRIO, the group `audio`, RealtimeKit): under "
                "load "
                "it may stutter");
    }
    if (!options_.record.empty()) {
        auto made = io::Recorder::create(options_.record, static_cast<int>(options_.sound.rate));
        if (!made) return base::failure(made.error());
        recorder_ = std::move(*made);
        conductor_->mixer().set_tap(&recorder_->ring());
    }
    if (!options_.log.empty()) {
        auto made = LiveLog::create(options_.log,
                                    {options_.sound.rate, options_.seed, options_.polyphony, settings_.tidal_octaves});
        if (!made) return base::failure(made.error());
        log_ = std::move(*made);
    }
    watch_files();
    replace(text);
    watch_files();
    auto started = device_.start([conductor = conductor_.get()](float* out, int frames, int channels) {
        conductor->process(out, frames, channels);
    });
    if (!started) return base::failure(fmt::format("{}: {}", device_name_, started.error()));
    say(LiveMessage::device, conductor_->ahead() > 0 ? fmt::format("playing to {}, {:.0f} ms ahead", device_name_,
                                                                   1000 * conductor_->ahead())
                                                     : fmt::format("playing to {}, inside its callback", device_name_));
    playing_ = true;
    follower_ = std::thread([this] { follow(); });
    return {};
}

LiveSession::~LiveSession() {
    stop_ = true;
    watch_.interrupt();
    if (follower_.joinable()) follower_.join();
    if (playing_) {
        conductor_->mixer().set_ending();
        const auto patience = steady_clock::now() + std::chrono::milliseconds(800);
        while (!conductor_->mixer().faded_out() && steady_clock::now() < patience && !device_.is_lost())
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        device_.stop();
    }
    if (conductor_) {
        conductor_->mixer().set_tap(nullptr);
        const engine::Checkpoint end = conductor_->finish();
        if (log_) log_->check(end, true);
    }
    if (recorder_)
        if (const std::string fault = recorder_->fault(); !fault.empty()) say(LiveMessage::news, fault);
}

void LiveSession::say(LiveMessage kind, const std::string& text) const {
    if (options_.message) options_.message(kind, text);
}

// ---- following ----------------------------------------------------------------------------------------------------

void LiveSession::watch_files() {
    std::vector<std::string> files;
    if (!source_.text && options_.follow) {
        files.push_back(source_.path);
        files.insert(files.end(), imported_.begin(), imported_.end());
    }
    watch_.set(files, options_.follow ? library_folders_ : std::vector<std::string>{});
}

void LiveSession::follow() {
    io::step_behind_sound();  // what an edit takes to be made ready must not take it from what sounds
    std::string seen = text_;
    while (!stop_) {
        const std::set<std::string> changed =
            watch_.wait(waiting_ || once_ends_ || !xfades_.empty() ? hurried_pace : pace);
        if (stop_) return;
        if (!changed.empty()) {
            const bool sounds_changed =
                std::any_of(library_folders_.begin(), library_folders_.end(),
                            [&](const std::string& folder) { return changed.contains(folder); });
            if (sounds_changed) library_ = nullptr;
            auto read = read_text(source_.path);
            // An editor that truncates before it writes leaves the file empty for a moment.
            for (int tries = 0; read && read->empty() && !seen.empty() && tries < 10; ++tries) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                read = read_text(source_.path);
            }
            const bool only_itself = changed.size() == 1 && changed.contains(source_.path);
            if (read && !(only_itself && *read == seen)) {
                seen = *read;
                {
                    const std::lock_guard lock(work_);
                    std::error_code unknown;
                    saved_ = std::filesystem::last_write_time(source_.path, unknown);
                    if (unknown || options_.quant > 0) saved_.reset();
                    play(seen);
                    saved_.reset();
                }
                watch_files();
            }
        }
        do_what_is_due();
        for (const std::string& news : conductor_->take_news()) say(LiveMessage::news, news);
        if (io::real_time_was_lost())
            say(LiveMessage::news,
                "sound has taken so long that the system lets it run first no more; begin again to have it back");
        for (const std::string& late : sounds_.take_late())
            if (log_) log_->note("late: " + late);
        if (engine::Checkpoint c; log_ && conductor_->checkpoint(c)) log_->check(c);
        device_.look_after();
    }
}

// ---- evaluating -----------------------------------------------------------------------------------------------------

bool LiveSession::replace(const std::string& text) {
    const std::lock_guard lock(work_);
    return play(text);
}

bool LiveSession::evaluate(const std::string& text) {
    const std::lock_guard lock(work_);
    return play(lang::merge_statements(text_, text));
}

lang::CheckResult LiveSession::check(const std::string& text) {
    lang::CheckResult result;
    for (int pass = 0; pass < 2; ++pass) {
        if (!library_) library_ = std::make_shared<Sounds>(settings_, library_folders_);
        lang::CheckOptions options;
        options.live = true;
        options.tidal_octaves = settings_.tidal_octaves;
        options.read_file = [](const std::string& path) -> std::optional<std::string> {
            auto read = read_text(path);
            return read ? std::optional(std::move(*read)) : std::nullopt;
        };
        options.sound_exists = [this](std::string_view bank) { return library_->exists(bank); };
        options.sound_names = [this] { return library_->names(); };
        result = lang::check(source_.path, text, options);
        // Folders that the program names are known only once it is read.
        if (result.program.sample_folders == library_folders_) break;
        library_folders_ = result.program.sample_folders;
        library_ = nullptr;
    }
    if (!library_) library_ = std::make_shared<Sounds>(settings_, library_folders_);
    sounds_.set_library(library_);
    result.diagnostics.sort();
    return result;
}

bool LiveSession::play(const std::string& text) {
    lang::CheckResult result = check(text);
    const std::string told = diagnostics_text(result.diagnostics, result.sources, settings_);
    if (!told.empty()) say(LiveMessage::diagnostics, told);
    if (result.diagnostics.has_errors()) {
        say(LiveMessage::evaluated,
            has_program_ ? "not taken over: the music goes on as it was" : "silent until the program has no errors");
        return false;
    }
    load_sounds(result.program);
    double quant = has_program_ ? options_.quant : 0;
    for (const lang::LiveCommand& c : result.program.commands)
        if (c.kind == Kind::jump_in) quant = std::max(1.0, c.cycles.to_double());
    waiting_.reset();
    if (quant > 0) {
        const double cycle = (std::floor(conductor_->status().cycle / quant) + 1) * quant;
        if (seconds_until(cycle) > land_before) {
            say(LiveMessage::evaluated, fmt::format("plays from cycle {} on", cycle));
            waiting_ = Waiting{std::move(result), cycle, quant};
            return true;
        }
    }
    take_over(std::move(result), quant);
    return true;
}

void LiveSession::take_over(lang::CheckResult result, double quant) {
    const std::vector<lang::LiveCommand> commands = result.program.commands;
    lang::Program next = with_commands(result.program, false);
    const bool shaped = next.stems.size() != result.program.stems.size() || !commands.empty();
    sources_ = result.sources;
    faded_.clear();
    if (!land(next, quant, shaped ? LogEdit::with_commands : LogEdit::plain)) return;
    text_ = result.sources.front().text;
    evaluated_ = result.program;
    program_ = std::move(next);
    // What is evaluated anew has no more the old sound beside the new one that a cross-fade leads over to.
    std::erase_if(xfades_, [&](const Xfade& x) { return !has_two_sounds(program_, x.stem); });
    imported_ = result.program.imported_files;
    // What is evaluated anew is meant to be heard.
    if (commands.empty()) all_hushed_ = false;
    conductor_->mixer().set_panic(false);
    for (const lang::LiveCommand& c : commands) obey(c);
    has_program_ = true;
    set_gains();
    // A command is answered with its own words.
    std::string done;
    for (const lang::LiveCommand& c : commands) {
        if (!done.empty()) done.append("; ");
        done.append(text_, c.span.begin, c.span.end - c.span.begin);
    }
    say(LiveMessage::evaluated, (done.empty() ? "plays" : done) + time_since_saved());
}

// From the file's own time until the device is given the first frame of the edition.
std::string LiveSession::time_since_saved() {
    if (!saved_) return "";
    const std::chrono::duration<double> worked = std::filesystem::file_time_type::clock::now() - *saved_;
    const std::int64_t ahead = landed_ * dsp::quantum_frames - conductor_->mixer().frames();
    const double seconds = worked.count() + static_cast<double>(ahead) / options_.sound.rate;
    saved_.reset();
    if (log_) log_->note(fmt::format("heard {:.1f} ms after it was saved", 1000 * seconds));
    return fmt::format(", heard {:.1f} ms after it was saved", 1000 * seconds);
}

bool LiveSession::land(const lang::Program& program, double quant, LogEdit how) {
    auto edition = composer_->compose(program, conductor_->made());
    if (!edition) {
        say(LiveMessage::evaluated, "not taken over: " + edition.error());
        return false;
    }
    auto landed = conductor_->land(std::move(*edition), quant);
    const engine::Landing landing = landed.get();
    composer_->landed(landing);
    landed_ = landing.quantum;
    if (log_) log_->edit(landing.quantum, sources_, how, faded_);
    return true;
}

double LiveSession::seconds_until(double cycle) {
    const engine::LiveStatus now = conductor_->status();
    return now.tempo > 0 ? (cycle - now.cycle) / now.tempo : 0;
}

// Edits and the ends of `once` and `xfade` that have a cycle to wait for.
void LiveSession::do_what_is_due() {
    const std::lock_guard lock(work_);
    if (waiting_ && seconds_until(waiting_->cycle) <= land_before) {
        Waiting due = std::move(*waiting_);
        waiting_.reset();
        take_over(std::move(due.result), due.quant);
    }
    if (once_ends_ && seconds_until(*once_ends_) <= 0) {
        once_ends_.reset();
        land(program_, 0, LogEdit::with_commands);
    }
    if (!xfades_.empty()) {
        const double cycle = conductor_->status().cycle;
        const auto over = [cycle](const Xfade& x) { return cycle >= x.end; };
        for (const Xfade& x : xfades_) {
            if (!over(x)) continue;
            std::erase_if(program_.stems, [&](const lang::Stem& s) { return s.name == x.stem; });
            faded_.push_back(x.stem);
        }
        const bool any = std::any_of(xfades_.begin(), xfades_.end(), over);
        set_gains();
        if (any) {
            std::erase_if(xfades_, over);
            land(program_, 0, LogEdit::with_commands);
        }
    }
    conductor_->discard();
    if (auto tidy = composer_->tidied(conductor_->made())) {
        auto landed = conductor_->land(std::move(tidy));
        composer_->landed(landed.get());
    }
}

void LiveSession::load_sounds(const lang::Program& program) {
    for (const lang::Program::SoundName& name : program.sounds)
        if (library_->exists(name.text)) sounds_.load(name.text, name.n);
}

}  // namespace phonon::api
