// A program that plays and follows its file: device, conductor, composer and watcher put together.
//
// Evaluations may come from any thread; one at a time is worked on. Everything that the musician should know goes to
// `message`, from whichever thread finds out.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "api/live_device.hpp"
#include "api/live_log.hpp"
#include "api/live_sounds.hpp"
#include "api/program.hpp"
#include "engine/live/conductor.hpp"
#include "io/files/recorder.hpp"
#include "io/watch/file_watch.hpp"

namespace phonon::api {

enum class LiveMessage { diagnostics, evaluated, news, device };

struct LiveSessionOptions {
    std::string device;
    io::DeviceOptions sound;
    double ahead = 0.015;  // seconds
    int threads = 0;       // 0: one a core
    int polyphony = 256;
    std::uint64_t seed = 0;
    std::size_t memory_limit = std::size_t{2} << 30;
    double quant = 0;  // cycles; edits land on a multiple of it
    bool follow = true;
    std::string record, log;
    std::function<void(LiveMessage, const std::string&)> message;
};

class LiveSession {
public:
    // Opens everything and begins to play. Where the program has errors it is silent until they are mended; the text
    // says why it cannot begin at all (a file or device).
    static base::Result<std::unique_ptr<LiveSession>, std::string> open(const Settings& settings, const Source& source,
                                                                        const LiveSessionOptions& options);
    ~LiveSession();  // fades out first

    // A whole program in place of the present one; gives false where it has errors, which were told.
    bool replace(const std::string& text);
    // Statements that replace those of the same names, and live commands.
    bool evaluate(const std::string& text);
    void set_master_gain(double decibels);

    engine::LiveStatus status() { return conductor_->status(); }
    struct StemLevel {
        std::string name;
        float peak = 0;
        bool muted = false;
    };
    std::vector<StemLevel> take_levels();
    float take_master_level() { return conductor_->mixer().take_master_peak(); }
    std::int64_t frames() const { return conductor_->mixer().frames(); }
    // That the session began with.
    const std::string& device_name() const { return device_name_; }
    double rate() const { return options_.sound.rate; }
    bool has_program() const { return has_program_; }

private:
    LiveSession(const Settings& settings, const Source& source, const LiveSessionOptions& options);

    base::Result<void, std::string> begin();
    void follow();
    void say(LiveMessage kind, const std::string& text) const;
    lang::CheckResult check(const std::string& text);
    bool play(const std::string& text);
    void take_over(lang::CheckResult result, double quant);
    std::string time_since_saved();
    void load_sounds(const lang::Program& program);
    void obey(const lang::LiveCommand& command);
    bool land(const lang::Program& program, double quant, LogEdit log);
    void do_what_is_due();
    void jump(const pattern::Time& cycle);
    void set_gains();
    void watch_files();
    double seconds_until(double cycle);

    Settings settings_;
    Source source_;
    LiveSessionOptions options_;
    std::shared_ptr<Sounds> library_;
    std::vector<std::string> library_folders_;
    LiveSounds sounds_;
    std::unique_ptr<engine::Conductor> conductor_;
    std::unique_ptr<engine::Composer> composer_;
    LiveDevice device_;
    std::string device_name_;
    bool playing_ = false;  // the device calls
    std::unique_ptr<io::Recorder> recorder_;
    std::unique_ptr<LiveLog> log_;

    std::mutex work_;  // one evaluation at a time
    // When the file was saved that is being worked on: how long it takes until it is heard is told and logged.
    std::optional<std::filesystem::file_time_type> saved_;
    std::int64_t landed_ = 0;  // quantum
    std::string text_;         // the program as it stands
    lang::Program evaluated_;  // as it was checked
    lang::Program program_;    // with what its live commands make of the stems
    std::vector<base::SourceText> sources_;
    // Checked, and waiting for the cycle on which it lands.
    struct Waiting {
        lang::CheckResult result;
        double cycle, quant;
    };
    std::optional<Waiting> waiting_;
    std::optional<double> once_ends_;  // cycle
    struct Xfade {
        std::string stem;
        double begin, end;  // cycles
    };
    std::vector<Xfade> xfades_;
    std::vector<std::string> faded_;  // stems that an xfade of the present program has replaced
    std::mutex levels_;               // guards what take_levels shows
    std::vector<StemLevel> shown_;
    std::vector<int> shown_channels_;
    std::vector<std::string> imported_;
    std::atomic<bool> has_program_{false};
    std::set<std::string> muted_, solo_, hushed_;
    bool all_hushed_ = false;
    double nudged_ = 0;

    io::FileWatch watch_;
    std::atomic<bool> stop_{false};
    std::thread follower_;
};

}  // namespace phonon::api
