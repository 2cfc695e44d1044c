// The first pass: reads the program and its imports and sorts the statements by what they are.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lang/ast.hpp"
#include "lang/check.hpp"
#include "lang/passes/report.hpp"

namespace phonon::lang::passes {

struct Definitions {
    std::deque<SyntaxTree> trees;                                // one a file; statements below point into them
    std::vector<base::SourceText> sources;                       // [0] is the program itself
    std::map<std::string, const Statement*, std::less<>> buses;  // chains too
    std::vector<const Statement*> order;                         // of the buses, as they are written
    std::vector<const Statement*> stems;
    const Statement* master = nullptr;
    const Statement* all = nullptr;
    const Statement* tempo = nullptr;
    const Statement* seed = nullptr;
    bool raw_master = false;
    std::vector<const Statement*> commands;
    std::vector<std::string> sample_folders;  // absolute
    std::vector<std::string> imported_files;
    std::set<std::string, std::less<>> parameter_names;  // of all functions: they are controls too
    // The built-in instruments of the prelude, by the name that `s` gives; the program may use the names for itself.
    std::map<std::string, const Statement*, std::less<>> synths;
};

void collect(Definitions& into, std::string path, std::string text, const CheckOptions& options, Report& report);

}  // namespace phonon::lang::passes
