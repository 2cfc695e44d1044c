// What the commands of the command line share: one file a command adds itself to the parser here, and runs through the
// C interface alone.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "api/phonon.h"

namespace phonon::cli {

struct FreeHandle {
    void operator()(phonon_result* r) const noexcept { phonon_result_free(r); }
    void operator()(phonon_settings* s) const noexcept { phonon_settings_free(s); }
};
using Result = std::unique_ptr<phonon_result, FreeHandle>;
using Settings = std::unique_ptr<phonon_settings, FreeHandle>;

// The exit status of the command that ran.
using Status = int;

// Each adds one subcommand, whose callback leaves the exit status in `status`.
void add_render(CLI::App& app, Status& status);
void add_demo(CLI::App& app, Status& status);
void add_diff(CLI::App& app, Status& status);
void add_live(CLI::App& app, Status& status);
void add_play(CLI::App& app, Status& status);
void add_devices(CLI::App& app, Status& status);
void add_replay(CLI::App& app, Status& status);
void add_bench(CLI::App& app, Status& status);
void add_check(CLI::App& app, Status& status);
void add_fmt(CLI::App& app, Status& status);
void add_events(CLI::App& app, Status& status);
void add_doc(CLI::App& app, Status& status);
void add_explain(CLI::App& app, Status& status);
void add_samples(CLI::App& app, Status& status);
void add_version(CLI::App& app, Status& status);
void add_completions(CLI::App& app, Status& status);
void add_manual(CLI::App& app, Status& status);

// "phonon 0.1.0 (Release, cpu v3)"
std::string version_line();

// Options that say how programs are read: --samples DIR, --tidal-octaves.
struct ReadingOptions {
    std::vector<std::string> samples;
    bool tidal_octaves = false;

    void add_to(CLI::App& command);
    // Null, with a sentence on stderr, where a folder is not there (exit status 3).
    Settings settings() const;
};

// For lengths: a number above 0, and no nonsense.
CLI::Validator above_zero();

// The names in a list of JSON, a line each: what shells complete.
Status print_names(const Result& json, const char* list, const char* field);
// Diagnostics to stderr, the text to stdout; gives the exit status.
Status finish(const Result& result);
// To stdout; gives 3 where it cannot be written (a full disk, a closed pipe), else `status`.
Status print(const std::string& text, Status status);

}  // namespace phonon::cli
