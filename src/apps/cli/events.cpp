// phonon events IN.ph, phonon events -e EXPR
#include <cstdio>
#include <fstream>

#include "apps/cli/command.hpp"

namespace phonon::cli {

void add_events(CLI::App& app, Status& status) {
    struct Options {
        std::string file, expression, cycles = "0:4", picture;
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
    CLI::Option* json = command->add_flag("--json", options->json, "Give JSON");
    command->add_option("--picture", options->picture, "Write a piano roll instead")
        ->type_name("OUT.svg")
        ->excludes(json);
    options->reading.add_to(*command);
    command->callback([options, command, &status] {
        const bool from_file = command->count("file") > 0;
        if (!from_file && command->count("-e") == 0) throw CLI::RequiredError("IN.ph or -e EXPR");
        const Settings settings = options->reading.settings();
        if (!settings) {
            status = PHONON_FILE_ERROR;
            return;
        }
        const bool picture = !options->picture.empty();
        const phonon_form form = picture ? PHONON_SVG : options->json ? PHONON_JSON : PHONON_TEXT;
        const char* cycles = options->cycles.c_str();
        Result result(from_file ? phonon_events(settings.get(), options->file.c_str(), nullptr, cycles, form)
                                : phonon_expression_events(settings.get(), options->expression.c_str(), cycles, form));
        if (!picture || phonon_result_status(result.get()) != PHONON_DONE) {
            status = finish(result);
            return;
        }
        std::fputs(phonon_result_diagnostics(result.get()), stderr);
        std::ofstream file(options->picture, std::ios::binary);
        file << phonon_result_text(result.get());
        file.close();
        if (!file) std::fprintf(stderr, "%s cannot be written\n", options->picture.c_str());
        status = file ? PHONON_DONE : PHONON_FILE_ERROR;
    });
}

}  // namespace phonon::cli
