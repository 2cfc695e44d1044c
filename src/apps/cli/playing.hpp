// A session on the terminal: what `live`, `play` and `demo` share.
#pragma once

#include "apps/cli/command.hpp"

namespace phonon::cli {

struct PlayingOptions {
    phonon_live_options live;
    std::string device, record, log;
    double ahead_ms = 15;
    double duration = 0, cycles = 0;  // until it ends by itself; 0: never
    bool plain = false, json = false;

    PlayingOptions() { phonon_live_options_init(&live); }
    void add_to(CLI::App& command);
};

// Plays until Ctrl+C, `quit`, or the given length. `text` null: the file is read.
Status play_on_terminal(const Settings& settings, const std::string& path, const char* text, PlayingOptions& options);

}  // namespace phonon::cli
