#include "api/program.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "lang/format.hpp"

namespace phonon::api {

base::Result<std::string, std::string> read_text(const std::string& path) {
    const auto fault = [&](int error) {
        return base::failure(fmt::format("cannot read `{}`: {}", path, std::strerror(error)));
    };
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) return fault(errno);
    std::string text;
    char piece[16384];
    for (std::size_t n = 0; (n = std::fread(piece, 1, sizeof piece, file.get())) > 0;) text.append(piece, n);
    if (std::ferror(file.get()) != 0) return fault(errno);
    return text;
}

base::Result<CheckedProgram, std::string> check_program(const Settings& settings, const Source& source) {
    std::string text;
    if (source.text) {
        text = *source.text;
    } else {
        auto read = read_text(source.path);
        if (!read) return base::failure(read.error());
        text = std::move(*read);
    }

    CheckedProgram program;
    const auto check_with = [&](const std::vector<std::string>& program_folders) {
        program.sounds = std::make_unique<Sounds>(settings, program_folders);
        const Sounds& sounds = *program.sounds;
        lang::CheckOptions options;
        options.tidal_octaves = settings.tidal_octaves;
        options.read_file = [](const std::string& path) -> std::optional<std::string> {
            auto read = read_text(path);
            return read ? std::optional(std::move(*read)) : std::nullopt;
        };
        options.sound_exists = [&sounds](std::string_view bank) { return sounds.exists(bank); };
        options.sound_names = [&sounds] { return sounds.names(); };
        program.result = lang::check(source.path, text, options);
        program.result.diagnostics.sort();
    };
    check_with({});
    // Which folders a program names is known only once it is read; then its sounds are looked up again.
    if (const std::vector<std::string> folders = program.result.program.sample_folders; !folders.empty())
        check_with(folders);
    return program;
}

std::string diagnostics_text(const base::Diagnostics& diagnostics, const std::vector<base::SourceText>& sources,
                             const Settings& settings) {
    std::string out;
    for (const base::Diagnostic& d : diagnostics.all()) {
        out += base::to_text(d, sources, settings.colour);
        if (!out.ends_with('\n')) out += '\n';
    }
    return out;
}

Outcome outcome_of(const CheckedProgram& program, const Settings& settings) {
    Outcome out;
    if (program.result.diagnostics.has_errors()) out.status = PHONON_PROGRAM_ERROR;
    out.diagnostics = diagnostics_text(program.result.diagnostics, program.result.sources, settings);
    for (const std::string& fault : program.sounds->faults()) out.diagnostics += fmt::format("phonon: {}\n", fault);
    return out;
}

Outcome check_programs(const Settings& settings, const std::vector<Source>& sources, phonon_form form) {
    Outcome out;
    std::vector<base::Diagnostic> all;
    std::vector<base::SourceText> texts;
    for (const Source& source : sources) {
        auto checked = check_program(settings, source);
        Outcome one = checked ? outcome_of(*checked, settings) : Outcome::fault(PHONON_FILE_ERROR, checked.error());
        out.status = std::max(out.status, one.status);
        out.diagnostics += one.diagnostics;
        if (!checked) continue;
        const auto shift = static_cast<std::uint16_t>(texts.size());
        for (base::Diagnostic d : checked->result.diagnostics.all()) {
            d.span.file = static_cast<std::uint16_t>(d.span.file + shift);
            for (base::Related& r : d.related) r.span.file = static_cast<std::uint16_t>(r.span.file + shift);
            all.push_back(std::move(d));
        }
        std::move(checked->result.sources.begin(), checked->result.sources.end(), std::back_inserter(texts));
    }
    if (form == PHONON_JSON) out.text = base::to_json(all, texts) + "\n";
    return out;
}

Outcome format_program(const Settings& settings, const Source& source) {
    std::string text;
    if (source.text) {
        text = *source.text;
    } else {
        auto read = read_text(source.path);
        if (!read) return Outcome::fault(PHONON_FILE_ERROR, read.error());
        text = std::move(*read);
    }
    Outcome out;
    if (auto formatted = lang::format(text)) {
        out.text = std::move(*formatted);
    } else {
        out.status = PHONON_PROGRAM_ERROR;
        out.diagnostics = diagnostics_text(formatted.error(), {{source.path, text}}, settings);
    }
    return out;
}

}  // namespace phonon::api
