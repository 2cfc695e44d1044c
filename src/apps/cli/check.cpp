// phonon check IN.ph…
#include "apps/cli/command.hpp"

namespace phonon::cli {

void add_check(CLI::App& app, Status& status) {
    struct Options {
        std::vector<std::string> files;
        ReadingOptions reading;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("check", "Report what is wrong with programs, and make no sound");
    command->add_option("files", options->files, "Programs")->type_name("IN.ph")->required();
    command->add_flag("--json", options->json, "Give the diagnostics as JSON on stdout");
    options->reading.add_to(*command);
    command->callback([options, &status] {
        const Settings settings = options->reading.settings();
        if (!settings) {
            status = PHONON_FILE_ERROR;
            return;
        }
        std::vector<const char*> paths;
        for (const std::string& file : options->files) paths.push_back(file.c_str());
        status = finish(Result(
            phonon_check(settings.get(), paths.data(), paths.size(), options->json ? PHONON_JSON : PHONON_TEXT)));
    });
}

}  // namespace phonon::cli
