// phonon demo
#include <fmt/format.h>

#include "apps/cli/command.hpp"
#include "apps/cli/rendering.hpp"

namespace phonon::cli {

void add_demo(CLI::App& app, Status& status) {
    struct Options {
        std::string output;
        bool show = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("demo", "Render a built-in track to demo.wav");
    command->add_option("-o,--output", options->output, "The file to write")->type_name("OUT.wav");
    command->add_flag("--show", options->show, "Show the program instead of rendering it");
    command->callback([options, &status] {
        if (options->show) {
            status = print(phonon_demo_program(), PHONON_DONE);
            return;
        }
        if (options->output.empty()) {
            options->output = "demo.wav";
            fmt::print(stderr,
                       "phonon {} plays on no sound device; the demo is rendered to demo.wav, for any player.\n",
                       phonon_version());
        }
        phonon_render_options render;
        phonon_render_options_init(&render);
        render.cycles = 16;
        render.output = options->output.c_str();
        status = render_and_report(Settings(phonon_settings_new()), "demo.ph", phonon_demo_program(), render);
    });
}

}  // namespace phonon::cli
