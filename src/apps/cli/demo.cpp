// phonon demo
#include <fmt/format.h>

#include "apps/cli/playing.hpp"
#include "apps/cli/rendering.hpp"

namespace phonon::cli {
namespace {

constexpr double demo_cycles = 16;

struct Options {
    std::string output;
    bool show = false;
    PlayingOptions playing;
};

Status render(const std::string& output) {
    phonon_render_options render;
    phonon_render_options_init(&render);
    render.cycles = demo_cycles;
    render.output = output.c_str();
    return render_and_report(Settings(phonon_settings_new()), "demo.ph", phonon_demo_program(), render);
}

}  // namespace

void add_demo(CLI::App& app, Status& status) {
    auto o = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("demo", "Play a built-in track; without a sound device, render it to demo.wav");
    command->add_option("-o,--output", o->output, "Render it to this file instead")->type_name("OUT.wav");
    command->add_flag("--show", o->show, "Show the program instead of playing it");
    o->playing.add_to(*command);
    command->callback([o, &status] {
        if (o->show) {
            status = print(phonon_demo_program(), PHONON_DONE);
            return;
        }
        if (o->output.empty() && phonon_device_works(o->playing.device.c_str()) == 0) {
            o->output = "demo.wav";
            fmt::print(stderr, "phonon found no sound device; the demo is rendered to demo.wav, for any player.\n");
        }
        if (!o->output.empty()) {
            status = render(o->output);
            return;
        }
        o->playing.live.follow = 0;
        if (o->playing.cycles == 0 && o->playing.duration == 0) o->playing.cycles = demo_cycles;
        status = play_on_terminal(Settings(phonon_settings_new()), "demo.ph", phonon_demo_program(), o->playing);
    });
}

}  // namespace phonon::cli
