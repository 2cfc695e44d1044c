// phonon manual: the manual page, from the parser's own table of commands and options. Installing puts it among man's.
#include <fmt/format.h>

#include "apps/cli/command.hpp"

namespace phonon::cli {

namespace {

// As text of troff: its signs made harmless.
std::string plain(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool line_begins = i == 0 || text[i - 1] == '\n';
        if (line_begins && (text[i] == '.' || text[i] == '\'')) out += "\\&";
        if (text[i] == '\\')
            out += "\\e";
        else if (text[i] == '-')
            out += "\\-";
        else
            out += text[i];
    }
    return out;
}

std::string usage_of(const CLI::App& command) {
    std::string out = fmt::format("phonon {}", command.get_name());
    for (const CLI::Option* option : command.get_options()) {
        if (!option->get_positional()) continue;
        const std::string name = option->get_type_name().empty() ? option->get_name() : option->get_type_name();
        out += option->get_required() ? " " + name : " [" + name + "]";
    }
    return out;
}

std::string manual(const CLI::App& app) {
    std::string out = fmt::format(
        ".TH PHONON 1 \"\" \"{}\" \"User commands\"\n"
        ".SH NAME\nphonon \\- live\\-coded music: patterns, synthesis and effects in one small language\n"
        ".SH SYNOPSIS\n.B phonon\n.I COMMAND\n[\\fIoptions\\fR]\n"
        ".SH DESCRIPTION\n"
        "A program of phonon says what is played: patterns of events and sounds, and the effects that they go through. "
        "Its commands render it to a file, play it while it is edited, check it and tell about its language.\n"
        ".SH COMMANDS\n",
        plain(version_line().substr(0, version_line().find(" ("))));
    for (const CLI::App* command : app.get_subcommands({})) {
        out += fmt::format(".SS \"{}\"\n{}.\n", plain(usage_of(*command)), plain(command->get_description()));
        for (const CLI::Option* option : command->get_options()) {
            std::vector<std::string> names;
            for (const std::string& name : option->get_snames()) names.push_back("-" + name);
            for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
            const bool takes_value = option->get_items_expected_max() > 0;
            const std::string whole = takes_value ? option->get_type_name() : "";
            const std::string type = whole.substr(0, whole.find(':'));
            out += ".TP\n";
            if (option->get_positional())
                out += fmt::format("\\fI{}\\fR", plain(type.empty() ? option->get_name() : type));
            else
                out += fmt::format("\\fB{}\\fR", plain(fmt::format("{}", fmt::join(names, ", "))));
            if (!option->get_positional() && !type.empty()) out += fmt::format(" \\fI{}\\fR", plain(type));
            out += fmt::format("\n{}\n", plain(option->get_description()));
        }
    }
    return out +
           ".SH EXIT STATUS\n0: done. 1: the program has errors. 2: wrong usage. 3: files or devices. 5: rendered, but "
           "louder than allowed.\n"
           ".SH ENVIRONMENT\n.TP\n.B PHONON_SAMPLES\nFolders of banks of sounds, with colons between.\n"
           ".TP\n.B PHONON_CPU\nv2, v3 or v4: the instruction set that is used.\n"
           ".TP\n.B NO_COLOR\nMessages have no colours.\n";
}

}  // namespace

void add_manual(CLI::App& app, Status& status) {
    CLI::App* command = app.add_subcommand("manual", "Write the manual page, for man");
    command->callback([&app, &status] { status = print(manual(app), PHONON_DONE); });
}

}  // namespace phonon::cli
