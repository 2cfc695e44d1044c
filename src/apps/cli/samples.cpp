// phonon samples
#include "apps/cli/command.hpp"

namespace phonon::cli {

void add_samples(CLI::App& app, Status& status) {
    struct Options {
        ReadingOptions reading;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("samples", "List the banks of sounds that are found, and where they come from");
    command->add_flag("--json", options->json, "Give JSON");
    options->reading.add_to(*command);
    command->callback([options, &status] {
        const Settings settings = options->reading.settings();
        status = settings ? finish(Result(phonon_samples(settings.get(), options->json ? PHONON_JSON : PHONON_TEXT)))
                          : PHONON_FILE_ERROR;
    });
}

}  // namespace phonon::cli
