// phonon version
#include <fmt/format.h>

#include "apps/cli/command.hpp"

namespace phonon::cli {

std::string version_line() {
    return fmt::format("phonon {} ({}, cpu {})", phonon_version(), phonon_build_type(), phonon_cpu_level());
}

void add_version(CLI::App& app, Status& status) {
    app.add_subcommand("version", "Show the version, the kind of build and the instruction set in use")
        ->callback([&status] { status = print(version_line() + "\n", PHONON_DONE); });
}

}  // namespace phonon::cli
