// phonon completions bash|zsh|fish: what the shell offers behind the tabulator, from the parser's own table of commands
// and options. Installing puts these files where the shells look for them.
#include <fmt/format.h>

#include "apps/cli/command.hpp"

namespace phonon::cli {

namespace {

// What may stand where an option's or a command's argument is asked for.
enum class Argument { none, file, folder, program, word };

Argument argument_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0) return Argument::none;
    const std::string type = option.get_type_name();
    if (type.find(".ph") != type.npos) return Argument::program;
    if (type.find("DIR") != type.npos) return Argument::folder;
    const bool file = type.find("OUT") != type.npos || type.find("FILE") != type.npos ||
                      type.find("LOG") != type.npos || type == "A" || type == "B";
    return file ? Argument::file : Argument::word;
}

std::vector<const CLI::Option*> flags_of(const CLI::App& command) {
    std::vector<const CLI::Option*> all;
    for (const CLI::Option* option : command.get_options())
        if (!option->get_positional()) all.push_back(option);
    return all;
}

std::vector<std::string> spellings(const CLI::Option& option) {
    std::vector<std::string> all;
    for (const std::string& name : option.get_snames()) all.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) all.push_back("--" + name);
    return all;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    return fmt::format("{}", fmt::join(words, between));
}

// The names that `doc` and `explain` take are asked of phonon itself.
std::string_view words_for(std::string_view command) {
    if (command == "doc") return "phonon doc --names";
    if (command == "explain") return "phonon explain --names";
    return "";
}

bool takes_programs(const CLI::App& command) {
    for (const CLI::Option* option : command.get_options())
        if (option->get_positional() && argument_of(*option) != Argument::word) return true;
    return false;
}

std::string bash(const CLI::App& app) {
    std::vector<std::string> names;
    std::string cases;
    for (const CLI::App* command : app.get_subcommands({})) {
        names.push_back(command->get_name());
        std::vector<std::string> flags, files, folders;
        for (const CLI::Option* option : flags_of(*command)) {
            for (const std::string& name : spellings(*option)) {
                flags.push_back(name);
                const Argument argument = argument_of(*option);
                if (argument == Argument::folder) folders.push_back(name);
                if (argument == Argument::file || argument == Argument::program) files.push_back(name);
            }
        }
        std::string before;
        if (!folders.empty())
            before += fmt::format("                {}) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n",
                                  joined(folders, "|"));
        if (!files.empty())
            before += fmt::format("                {}) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n",
                                  joined(files, "|"));
        std::string other = takes_programs(*command) ? "COMPREPLY=($(compgen -f -- \"$word\"))" : "";
        if (const std::string_view words = words_for(command->get_name()); !words.empty())
            other = fmt::format("COMPREPLY=($(compgen -W \"$({} 2>/dev/null)\" -- \"$word\"))", words);
        cases += fmt::format("        {})\n", command->get_name());
        if (!before.empty()) cases += fmt::format("            case $before in\n{}            esac\n", before);
        cases += fmt::format("            if [[ $word == -* ]]; then COMPREPLY=($(compgen -W \"{}\" -- \"$word\"))",
                             joined(flags, " "));
        cases += other.empty() ? "; fi ;;\n" : fmt::format("; else {}; fi ;;\n", other);
    }
    return fmt::format(
        "# bash completion for phonon, written by `phonon completions bash`.\n"
        "_phonon() {{\n"
        "    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}\n"
        "    COMPREPLY=()\n"
        "    if ((COMP_CWORD == 1)); then\n"
        "        COMPREPLY=($(compgen -W \"{} --help --version\" -- \"$word\"))\n"
        "        return\n"
        "    fi\n"
        "    case ${{COMP_WORDS[1]}} in\n"
        "{}"
        "    esac\n"
        "}}\n"
        "complete -o filenames -F _phonon phonon\n",
        joined(names, " "), cases);
}

// Inside '...' of zsh and fish, and of zsh's specifications where [ ] : are signs.
std::string quoted(const std::string& text, bool specification) {
    std::string out;
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (specification && (c == '[' || c == ']' || c == ':' || c == '\\'))
            out += std::string("\\") + c;
        else
            out += c;
    }
    return out;
}

std::string_view zsh_action(Argument argument) {
    switch (argument) {
        case Argument::folder: return ":folder:_files -/";
        case Argument::file: return ":file:_files";
        case Argument::program: return ":program:_files -g \"*.ph\"";
        case Argument::word: return ":value: ";
        case Argument::none: break;
    }
    return "";
}

std::string zsh(const CLI::App& app) {
    std::string names, cases;
    for (const CLI::App* command : app.get_subcommands({})) {
        names += fmt::format("        '{}:{}'\n", command->get_name(), quoted(command->get_description(), true));
        cases += fmt::format("        {}) _arguments", command->get_name());
        for (const CLI::Option* option : flags_of(*command)) {
            for (const std::string& name : spellings(*option)) {
                cases += fmt::format(" \\\n            '{}[{}]{}'", name, quoted(option->get_description(), true),
                                     zsh_action(argument_of(*option)));
            }
        }
        if (const std::string_view words = words_for(command->get_name()); !words.empty())
            cases += fmt::format(" \\\n            '*:word:($({} 2>/dev/null))'", words);
        else if (takes_programs(*command))
            cases += " \\\n            '*:file:_files'";
        cases += " ;;\n";
    }
    return fmt::format(
        "#compdef phonon\n"
        "# zsh completion for phonon, written by `phonon completions zsh`.\n"
        "_phonon() {{\n"
        "    local -a commands=(\n{}    )\n"
        "    if ((CURRENT == 2)); then\n"
        "        _describe command commands\n"
        "        return\n"
        "    fi\n"
        "    shift words\n"
        "    ((CURRENT--))\n"
        "    case $words[1] in\n{}    esac\n"
        "}}\n"
        "_phonon \"$@\"\n",
        names, cases);
}

std::string fish(const CLI::App& app) {
    std::string out = "# fish completion for phonon, written by `phonon completions fish`.\n";
    for (const CLI::App* command : app.get_subcommands({})) {
        out += fmt::format("complete -c phonon -n __fish_use_subcommand -f -a {} -d '{}'\n", command->get_name(),
                           quoted(command->get_description(), false));
    }
    for (const CLI::App* command : app.get_subcommands({})) {
        const std::string behind =
            fmt::format("complete -c phonon -n '__fish_seen_subcommand_from {}'", command->get_name());
        for (const CLI::Option* option : flags_of(*command)) {
            out += behind;
            for (const std::string& name : option->get_snames()) out += " -s " + name;
            for (const std::string& name : option->get_lnames()) out += " -l " + name;
            if (argument_of(*option) != Argument::none) out += argument_of(*option) == Argument::word ? " -x" : " -r";
            out += fmt::format(" -d '{}'\n", quoted(option->get_description(), false));
        }
        if (const std::string_view words = words_for(command->get_name()); !words.empty())
            out += fmt::format("{} -f -a '({} 2>/dev/null)'\n", behind, words);
    }
    return out;
}

}  // namespace

void add_completions(CLI::App& app, Status& status) {
    auto shell = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("completions", "Write what bash, zsh or fish need to complete phonon's commands");
    command->add_option("shell", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->callback([shell, &app, &status] {
        status = print(*shell == "bash" ? bash(app) : *shell == "zsh" ? zsh(app) : fish(app), PHONON_DONE);
    });
}

}  // namespace phonon::cli
