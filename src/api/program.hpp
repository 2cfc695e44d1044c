// A program read from a file or a text and checked, with the sounds that it may play.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/outcome.hpp"
#include "api/settings.hpp"
#include "api/sounds.hpp"
#include "base/diagnostics.hpp"
#include "base/result.hpp"
#include "lang/check.hpp"

namespace phonon::api {

struct Source {
    std::string path;
    std::optional<std::string> text;  // absent: the file is read
};

struct CheckedProgram {
    lang::CheckResult result;
    std::unique_ptr<Sounds> sounds;
};

// The bytes of a file; a sentence where it cannot be read.
base::Result<std::string, std::string> read_text(const std::string& path);

// A sentence where the file cannot be read; what is wrong with the program stands in its diagnostics.
base::Result<CheckedProgram, std::string> check_program(const Settings& settings, const Source& source);

std::string diagnostics_text(const base::Diagnostics& diagnostics, const std::vector<base::SourceText>& sources,
                             const Settings& settings);

// Status and diagnostics of a checked program.
Outcome outcome_of(const CheckedProgram& program, const Settings& settings);

Outcome check_programs(const Settings& settings, const std::vector<Source>& sources, phonon_form form);
Outcome format_program(const Settings& settings, const Source& source);

}  // namespace phonon::api
