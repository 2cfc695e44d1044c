// phonon live IN.ph, phonon play IN.ph
#include <fmt/format.h>

#include "apps/cli/playing.hpp"

namespace phonon::cli {
namespace {

struct Options {
    std::string input;
    ReadingOptions reading;
    PlayingOptions playing;
};

void run(Options& o, Status& status) {
    const Settings settings = o.reading.settings();
    status = settings ? play_on_terminal(settings, o.input, nullptr, o.playing) : PHONON_FILE_ERROR;
}

}  // namespace

void add_live(CLI::App& app, Status& status) {
    auto o = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("live", "Play a program and follow its file");
    command->add_option("input", o->input, "The program")->type_name("IN.ph")->required();
    command->add_option("--quant", o->playing.live.quant, "Edits land on a multiple of so many cycles; 0: at once")
        ->check(CLI::Range(0.0, 1024.0));
    o->playing.add_to(*command);
    o->reading.add_to(*command);
    command->callback([o, &status] { run(*o, status); });
}

void add_play(CLI::App& app, Status& status) {
    auto o = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("play", "Play a program as it is");
    command->add_option("input", o->input, "The program")->type_name("IN.ph")->required();
    o->playing.add_to(*command);
    o->reading.add_to(*command);
    command->callback([o, &status] {
        // Nobody mends a program while it is played: it must be right from the start.
        const Settings settings = o->reading.settings();
        const char* path = o->input.c_str();
        const Result checked(phonon_check(settings.get(), &path, 1, PHONON_TEXT));
        if (phonon_result_status(checked.get()) != PHONON_DONE) {
            status = finish(checked);
            return;
        }
        o->playing.live.follow = 0;
        run(*o, status);
    });
}

void add_devices(CLI::App& app, Status& status) {
    auto json = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("devices", "List the sound devices");
    command->add_flag("--json", *json, "As JSON");
    command->callback([json, &status] { status = finish(Result(phonon_devices(*json ? PHONON_JSON : PHONON_TEXT))); });
}

void add_replay(CLI::App& app, Status& status) {
    struct Replay {
        std::string log, output;
        int threads = 0;
        ReadingOptions reading;
    };
    auto o = std::make_shared<Replay>();
    CLI::App* command = app.add_subcommand("replay", "Render a set that `live --log` wrote down");
    command->add_option("log", o->log, "The log")->type_name("FILE")->required();
    command->add_option("output", o->output, "The file to write; none unless given")->type_name("OUT.wav");
    command->add_option("--threads", o->threads, "Threads used at most")->check(CLI::Range(1, 1024));
    o->reading.add_to(*command);
    command->callback([o, &status] {
        const Settings settings = o->reading.settings();
        status = settings ? finish(Result(phonon_replay(settings.get(), o->log.c_str(),
                                                        o->output.empty() ? nullptr : o->output.c_str(), o->threads)))
                          : PHONON_FILE_ERROR;
    });
}

}  // namespace phonon::cli
