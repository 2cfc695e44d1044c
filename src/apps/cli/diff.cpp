// phonon diff A B
#include "apps/cli/command.hpp"

namespace phonon::cli {
namespace {

// As diff(1) has it: 0 the same, 1 different, more where they could not be compared.
Status status_of(Status status) {
    switch (status) {
        case PHONON_DIFFERENT: return 1;
        case PHONON_PROGRAM_ERROR: return PHONON_USAGE_ERROR;
        default: return status;
    }
}

}  // namespace

void add_diff(CLI::App& app, Status& status) {
    struct Options {
        std::string first, second;
        ReadingOptions reading;
        phonon_diff_options diff;
        bool json = false;
    };
    auto o = std::make_shared<Options>();
    phonon_diff_options_init(&o->diff);
    CLI::App* command = app.add_subcommand(
        "diff", "Tell how two programs or two sound files differ: events, levels by octave, the first frame");
    command->add_option("first", o->first, "A program or a sound file")->type_name("A")->required();
    command->add_option("second", o->second, "Another of the same kind")->type_name("B")->required();
    command->add_option("--cycles", o->diff.cycles, "How much of two programs, in cycles; 4 unless given")
        ->check(above_zero());
    command->add_option("--events", o->diff.events, "How many events to show at most")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--rate", o->diff.rate, "Frames a second of two programs")
        ->check(CLI::Range(8000, 384000))
        ->capture_default_str();
    command->add_option("--seed", o->diff.seed, "Shifts every random choice");
    command->add_option("--threads", o->diff.threads, "Threads used at most; changes no sample")
        ->check(CLI::Range(1, 1024));
    command->add_flag("--json", o->json, "Give JSON");
    o->reading.add_to(*command);
    command->callback([o, &status] {
        const Settings settings = o->reading.settings();
        if (!settings) {
            status = PHONON_FILE_ERROR;
            return;
        }
        o->diff.form = o->json ? PHONON_JSON : PHONON_TEXT;
        status = status_of(finish(Result(phonon_diff(settings.get(), o->first.c_str(), o->second.c_str(), &o->diff))));
    });
}

}  // namespace phonon::cli
