#include "apps/cli/command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>

namespace phonon::cli {

void ReadingOptions::add_to(CLI::App& command) {
    command.add_option("--samples", samples, "A folder of banks of sounds; may be given several times")
        ->type_name("DIR")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_flag("--tidal-octaves", tidal_octaves, "Read c5 as middle C, as Tidal does");
}

Settings ReadingOptions::settings() const {
    Settings settings(phonon_settings_new());
    phonon_settings_set_tidal_octaves(settings.get(), tidal_octaves ? 1 : 0);
    phonon_settings_set_colour(settings.get(),
                               isatty(STDERR_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr ? 1 : 0);
    for (const std::string& folder : samples) {
        if (phonon_settings_add_samples(settings.get(), folder.c_str()) == PHONON_DONE) continue;
        fmt::print(stderr, "phonon: no folder `{}`\n", folder);
        return nullptr;
    }
    return settings;
}

CLI::Validator above_zero() {
    return CLI::Validator(
        [](std::string& text) {
            double x = 0;
            const bool good = CLI::detail::lexical_cast(text, x) && x > 0 && x <= 1e9;
            return good ? std::string() : fmt::format("`{}` is no number above 0, up to a thousand million", text);
        },
        "");
}

Status print(const std::string& text, Status status) {
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (written) return status;
    std::fputs("phonon: the output could not be written\n", stderr);
    return PHONON_FILE_ERROR;
}

Status print_names(const Result& json, const char* list, const char* field) {
    if (!json || phonon_result_status(json.get()) != PHONON_DONE) return finish(json);
    const auto read = nlohmann::json::parse(phonon_result_text(json.get()), nullptr, false);
    std::string text;
    if (read.contains(list))
        for (const auto& row : read[list]) text += row.value(field, "") + "\n";
    return print(text, PHONON_DONE);
}

Status finish(const Result& result) {
    if (!result) {
        std::fputs("phonon: out of memory\n", stderr);
        return PHONON_FILE_ERROR;
    }
    std::fputs(phonon_result_diagnostics(result.get()), stderr);
    return print(phonon_result_text(result.get()), phonon_result_status(result.get()));
}

}  // namespace phonon::cli
