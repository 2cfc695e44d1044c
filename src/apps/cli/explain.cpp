// phonon explain [CODE]
#include "apps/cli/command.hpp"

namespace phonon::cli {

void add_explain(CLI::App& app, Status& status) {
    struct Options {
        std::string code;
        bool json = false, names = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("explain", "Tell more about an error or warning, or list them all");
    command->add_option("code", options->code, "As diagnostics show it, such as E0102")->type_name("CODE");
    command->add_flag("--json", options->json, "Give JSON");
    command->add_flag("--names", options->names, "List all codes and nothing else, for shells");
    command->callback([options, &status] {
        if (options->names) {
            status = print_names(Result(phonon_explain(nullptr, PHONON_JSON)), "diagnostics", "code");
            return;
        }
        status = finish(Result(phonon_explain(options->code.empty() ? nullptr : options->code.c_str(),
                                              options->json ? PHONON_JSON : PHONON_TEXT)));
    });
}

}  // namespace phonon::cli
