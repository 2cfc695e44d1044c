// phonon fmt IN.ph…
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "apps/cli/command.hpp"

namespace phonon::cli {
namespace {

std::string read_all(std::FILE* file) {
    std::string text;
    char piece[16384];
    for (std::size_t n = 0; (n = std::fread(piece, 1, sizeof piece, file)) > 0;) text.append(piece, n);
    return text;
}

std::optional<std::string> read_file(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return std::nullopt;
    std::string text = read_all(file);
    const bool sound = std::ferror(file) == 0;
    std::fclose(file);
    return sound ? std::optional(std::move(text)) : std::nullopt;
}

// Through a file beside it, so that a full disk costs nobody a program.
bool replace_file(const std::string& path, const std::string& text) {
    const std::string beside = path + ".fmt~";
    std::FILE* file = std::fopen(beside.c_str(), "wb");
    if (file == nullptr) return false;
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool done = std::fclose(file) == 0 && written && std::rename(beside.c_str(), path.c_str()) == 0;
    if (!done) std::remove(beside.c_str());
    return done;
}

Status fault(const std::string& path, const char* verb) {
    fmt::print(stderr, "phonon: cannot {} `{}`: {}\n", verb, path, std::strerror(errno));
    return PHONON_FILE_ERROR;
}

Status format_one(const std::string& path, bool check) {
    const bool standard = path == "-";
    const std::optional<std::string> before = standard ? read_all(stdin) : read_file(path);
    if (!before) return fault(path, "read");
    const Result result(phonon_format(nullptr, standard ? "<stdin>" : path.c_str(), before->c_str()));
    if (!result || phonon_result_status(result.get()) != PHONON_DONE) return finish(result);
    const std::string after = phonon_result_text(result.get());
    if (check) {
        if (after == *before) return PHONON_DONE;
        fmt::print(stderr, "{}: not in canonical form\n", path);
        return PHONON_PROGRAM_ERROR;
    }
    if (standard) return print(after, PHONON_DONE);
    if (after == *before || replace_file(path, after)) return PHONON_DONE;
    return fault(path, "write");
}

}  // namespace

void add_fmt(CLI::App& app, Status& status) {
    struct Options {
        std::vector<std::string> files;
        bool check = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("fmt", "Write programs in canonical form, in place; - reads stdin and writes stdout");
    command->add_option("files", options->files, "Programs, or -")->type_name("IN.ph")->required();
    command->add_flag("--check", options->check,
                      "Change nothing; exit status 1 where a program is not in canonical form");
    command->callback([options, &status] {
        for (const std::string& file : options->files) status = std::max(status, format_one(file, options->check));
    });
}

}  // namespace phonon::cli
