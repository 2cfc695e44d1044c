#include "apps/cli/playing.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <nlohmann/json.hpp>

#include "apps/cli/terminal.hpp"

namespace phonon::cli {
namespace {

using std::chrono::steady_clock;

std::atomic<int> signal_seen{0};

// Messages come from any thread, the terminal belongs to one.
struct Messages {
    std::mutex mutex;
    std::vector<std::pair<phonon_live_message, std::string>> waiting;

    static void add(void* self, phonon_live_message kind, const char* text) {
        auto* messages = static_cast<Messages*>(self);
        const std::lock_guard lock(messages->mutex);
        messages->waiting.emplace_back(kind, text);
    }
    std::vector<std::pair<phonon_live_message, std::string>> take() {
        const std::lock_guard lock(mutex);
        return std::exchange(waiting, {});
    }
};

double decibels(float linear) { return linear > 1e-6f ? 20 * std::log10(static_cast<double>(linear)) : -120; }

std::string status_line(const phonon_live_status& s) {
    std::string line = fmt::format("cycle {:.2f}  {:.3g} cps  load {:.0f} %  {:.0f} dB  {} voices", s.cycle, s.tempo,
                                   100 * s.load, decibels(s.peak), s.voices);
    if (s.misses > 0) line += fmt::format("  {} missed", s.misses);
    for (int i = 0; i < s.stems; ++i)
        line += s.stem[i].muted != 0 ? fmt::format("  {} muted", s.stem[i].name)
                                     : fmt::format("  {} {:.0f}", s.stem[i].name, decibels(s.stem[i].peak));
    return line;
}

nlohmann::ordered_json status_json(const phonon_live_status& s) {
    nlohmann::ordered_json stems = nlohmann::ordered_json::array();
    for (int i = 0; i < s.stems; ++i)
        stems.push_back(
            {{"name", s.stem[i].name}, {"peak_db", decibels(s.stem[i].peak)}, {"muted", s.stem[i].muted != 0}});
    return {{"status",
             {{"cycle", s.cycle},
              {"tempo", s.tempo},
              {"seconds", s.seconds},
              {"load", s.load},
              {"misses", s.misses},
              {"shed", s.shed},
              {"voices", s.voices},
              {"peak_db", decibels(s.peak)},
              {"stems", std::move(stems)}}}};
}

// Beats that are tapped in become a tempo of four beats a cycle.
class Taps {
public:
    std::string tap() {
        const auto now = steady_clock::now();
        if (!times_.empty() && now - times_.back() > std::chrono::seconds(3)) times_.clear();
        times_.push_back(now);
        if (times_.size() > 8) times_.erase(times_.begin());
        if (times_.size() < 3) return "";
        const double seconds = std::chrono::duration<double>(times_.back() - times_.front()).count();
        return fmt::format("bpm: {:.1f}", 60.0 * static_cast<double>(times_.size() - 1) / seconds);
    }

private:
    std::vector<steady_clock::time_point> times_;
};

constexpr const char* help =
    "A line is a piece of program: d1 $ s \"bd*4\", cps: 0.6, hush, unhush, panic, solo d1, unsolo, mute d2, unmute.\n"
    "Also: tap (the tempo, three times or more), gain -6 (dB of everything), help, quit.\n";

class Session {
public:
    Session(PlayingOptions& options, phonon_live* live, Messages& messages)
        : options_(options), live_(live), messages_(messages), terminal_(options.plain || options.json) {}

    void run() {
        // Where nobody types, lines may still come through a pipe; without either it plays until it is stopped.
        auto next_report = steady_clock::now();
        while (signal_seen == 0 && !over_) {
            if (const auto line = terminal_.read_line(50)) obey(*line);
            phonon_live_status status{};
            status.size = sizeof(status);
            tell_messages();
            const bool due = steady_clock::now() >= next_report;
            if (!due && !ends()) continue;
            phonon_live_get_status(live_, &status);
            if (due) {
                next_report = steady_clock::now() + std::chrono::milliseconds(options_.json ? 1000 : 100);
                if (options_.json)
                    print_json(status_json(status));
                else
                    terminal_.show(status_line(status));
            }
            over_ = over_ || (options_.duration > 0 && status.seconds >= options_.duration) ||
                    (options_.cycles > 0 && status.cycle >= options_.cycles);
        }
    }

    void tell_messages() {
        for (const auto& [kind, text] : messages_.take()) {
            constexpr const char* names[] = {"diagnostics", "evaluated", "news", "device"};
            if (options_.json) {
                print_json({{names[kind], text}});
            } else {
                terminal_.print(kind == PHONON_LIVE_DIAGNOSTICS ? text : fmt::format("phonon: {}\n", text));
            }
        }
    }

private:
    static void print_json(const nlohmann::ordered_json& line) {
        fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
        std::fflush(stdout);
    }

    bool ends() const { return options_.duration > 0 || options_.cycles > 0; }

    void obey(const std::string& line) {
        const std::size_t begin = line.find_first_not_of(" \t");
        if (begin == std::string::npos) return;
        const std::string word = line.substr(begin, line.find_first_of(" \t", begin) - begin);
        if (word == "quit" || word == "exit") {
            over_ = true;
        } else if (word == "help") {
            terminal_.print(help);
        } else if (word == "tap") {
            const std::string tempo = taps_.tap();
            if (!tempo.empty()) phonon_live_evaluate(live_, tempo.c_str());
        } else if (word == "gain") {
            phonon_live_set_gain(live_, std::atof(line.c_str() + begin + word.size()));
        } else {
            phonon_live_evaluate(live_, line.c_str());
        }
    }

    PlayingOptions& options_;
    phonon_live* live_;
    Messages& messages_;
    Terminal terminal_;
    Taps taps_;
    bool over_ = false;
};

}  // namespace

void PlayingOptions::add_to(CLI::App& command) {
    command.add_option("--device", device, "null, wav:FILE, jack, pulse or alsa, the last three also with :NAME")
        ->type_name("DEVICE");
    command.add_option("--rate", live.rate, "Frames a second, where the device lets choose")
        ->check(CLI::Range(8000, 384000))
        ->capture_default_str();
    command.add_option("--block", live.block, "Frames that the device asks for at once")
        ->check(CLI::Range(16, 8192))
        ->capture_default_str();
    command.add_option("--channels", live.channels, "Outputs; each pair beyond the first carries a stem")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command
        .add_option(
            "--ahead", ahead_ms,
            "Milliseconds that the music is made ahead of the device, two blocks at least; 0: inside its callback")
        ->check(CLI::Range(0.0, 1000.0))
        ->capture_default_str();
    command.add_option("--threads", live.threads, "Threads used at most")->check(CLI::Range(1, 1024));
    command.add_option("--polyphony", live.polyphony, "Voices of one pattern of events at most")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    command.add_option("--seed", live.seed, "Shifts every random choice");
    command.add_option("--record", record, "Also write all that is heard")->type_name("FILE.wav");
    command.add_option("--log", log, "Write the set down, for `phonon replay`")->type_name("FILE");
    CLI::Option* seconds =
        command.add_option("--duration", duration, "Seconds until it ends by itself")->check(CLI::PositiveNumber);
    command.add_option("--cycles", cycles, "Cycles until it ends by itself")
        ->check(CLI::PositiveNumber)
        ->excludes(seconds);
    command.add_flag("--plain", plain, "Lines of text only, for screen readers and pipes");
    command.add_flag("--json", json, "Every message and, once a second, how it goes, as a line of JSON on stdout");
}

Status play_on_terminal(const Settings& settings, const std::string& path, const char* text, PlayingOptions& options) {
    Messages messages;
    phonon_live_options& live_options = options.live;
    live_options.device = options.device.c_str();
    live_options.record = options.record.c_str();
    live_options.log = options.log.c_str();
    live_options.ahead = options.ahead_ms / 1000;
    live_options.message = &Messages::add;
    live_options.user = &messages;
    constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};
    for (const int s : signals) std::signal(s, [](int number) { signal_seen = number; });
    phonon_live* live = nullptr;
    const Result opened(phonon_live_open(settings.get(), path.c_str(), text, &live_options, &live));
    if (live == nullptr) {
        for (const auto& [kind, message] : messages.take()) fmt::print(stderr, "phonon: {}\n", message);
        return finish(opened);
    }
    if (!options.json) Messages::add(&messages, PHONON_LIVE_NEWS, "Ctrl+C ends");
    {
        Session session(options, live, messages);
        session.run();
        phonon_live_close(live);
        session.tell_messages();
    }
    return PHONON_DONE;
}

}  // namespace phonon::cli
