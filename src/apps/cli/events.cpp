// phonon events IN.ph, phonon events -e EXPR
#include "apps/cli/command.hpp"

namespace phonon::cli {

void add_events(CLI::App& app, Status& status) {
    struct Options {
        std::string file, expression, cycles = "0:4";
        ReadingOptions reading;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("events", "Show the events of a program or an expression as exact fractions");
    CLI::Option* file = command->add_option("file", options->file, "A program")->type_name("IN.ph");
    command->add_option("-e,--expression", options->expression, "An expression instead of a program")
        ->type_name("EXPR")
        ->excludes(file);
    command->add_option("--cycles", options->cycles, "From and to, in cycles")->type_name("A:B")->capture_default_str();
    command->add_flag("--json", options->json, "Give JSON");
    options->reading.add_to(*command);
    command->callback([options, command, &status] {
        const bool from_file = command->count("file") > 0;
        if (!from_file && command->count("-e") == 0) throw CLI::RequiredError("IN.ph or -e EXPR");
        const Settings settings = options->reading.settings();
        if (!settings) {
            status = PHONON_FILE_ERROR;
            return;
        }
        const phonon_form form = options->json ? PHONON_JSON : PHONON_TEXT;
        const char* cycles = options->cycles.c_str();
        status = finish(
            Result(from_file ? phonon_events(settings.get(), options->file.c_str(), nullptr, cycles, form)
                             : phonon_expression_events(settings.get(), options->expression.c_str(), cycles, form)));
    });
}

}  // namespace phonon::cli
