// Syntax tree to checked program: names, kinds, the fold of pipes, transforms through signals, instruments.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "lang/ast.hpp"
#include "lang/program.hpp"
#include "lang/reading.hpp"

namespace phonon::lang {

struct CheckOptions {
    // Reads a file for `import`; nullopt where it cannot be read. `path` is already relative to the importing file.
    std::function<std::optional<std::string>(const std::string& path)> read_file;
    // Whether a sound of this name can be played ("bd", "bd:3" without the index); empty: every name passes.
    std::function<bool(std::string_view bank)> sound_exists;
    std::function<std::vector<std::string>()> sound_names;  // for suggestions
    bool tidal_octaves = false;
    bool live = false;  // live commands are obeyed, missing sounds are warnings
};

struct CheckResult {
    Program program;  // only to be played where `diagnostics` has no error
    base::Diagnostics diagnostics;
    std::vector<base::SourceText> sources;  // [0] is the text given, then imports
    // Kind of every definition in words, for tests and editors: ("~bass", "signal").
    std::vector<std::pair<std::string, std::string>> kinds;
};

// Parses and checks a whole program with its imports.
CheckResult check(std::string path, std::string text, const CheckOptions& options = {});

// Checks one expression as the value of an events query (`phonon events -e`): its pattern, whatever its kind.
struct ExpressionResult {
    std::optional<pattern::Pattern> pattern;
    base::Diagnostics diagnostics;
    std::vector<base::SourceText> sources;
};
// `definitions` is the text of a program whose buses the expression may use. Where no word in the expression says how
// its strings are read, `reading` does.
ExpressionResult check_expression(std::string text, const CheckOptions& options = {}, Reading reading = Reading::raw,
                                  std::string definitions = {});

}  // namespace phonon::lang
