// The command line: `phonon COMMAND …`. Results go to stdout, everything else to stderr. Exit status 0: done, 1: the
// program has errors, 2: wrong usage, 3: files or devices, 5: rendered, but louder than allowed.
#include <fmt/format.h>

#include <cstdio>

#include "apps/cli/command.hpp"

int main(int argc, char** argv) {
    using namespace phonon::cli;
    CLI::App app("phonon: live-coded music. Patterns, synthesis and effects in one small language.", "phonon");
    Status status = PHONON_DONE;
    add_demo(app, status);
    add_render(app, status);
    add_diff(app, status);
    add_live(app, status);
    add_play(app, status);
    add_devices(app, status);
    add_replay(app, status);
    add_bench(app, status);
    add_check(app, status);
    add_fmt(app, status);
    add_events(app, status);
    add_doc(app, status);
    add_explain(app, status);
    add_samples(app, status);
    add_version(app, status);
    add_completions(app, status);
    add_manual(app, status);
    app.set_version_flag("--version", version_line(), "Show the version and leave");
    app.set_help_flag("-h,--help", "Show this help and leave");
    app.require_subcommand(1);
    app.failure_message([](const CLI::App*, const CLI::Error& error) {
        return fmt::format("phonon: {}\nphonon --help and phonon COMMAND --help tell more.\n", error.what());
    });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool asked_for = error.get_exit_code() == 0;  // --help, --version
        app.exit(error);
        return asked_for ? PHONON_DONE : PHONON_USAGE_ERROR;
    }
    return status;
}
