// Cases that read as documentation: files of programs with what phonon says about them.
//
//   Prose up to the first case.
//   === title
//   the program, or for `events` the expression
//   --- diagnostics          of the whole front end, a line each: line:column code message, then its help
//   --- kit                  likewise, where the only samples are bd sn hh oh cp
//   --- syntax               those of the parser alone
//   --- kinds                ~name: kind
//   --- sound                what each stem is: units as calls, events of the first cycle as {value@time ...}
//   --- buses                the same of every bus that is heard, copies under transforms included
//   --- instruments          the same of what `s` names, with parameters and their defaults
//   --- commands             live commands, as `phonon live` gets them
//   --- events 0:1           whole, part and value of each event between two cycles
//   --- canonical            what `phonon fmt` writes
//
// A section without text says that there is nothing: no diagnostics, no events.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phonon::lang {

struct CaseSection {
    std::string kind;  // the line behind `--- `
    std::string expected;
};

struct TextCase {
    std::string title;
    std::string source;
    std::vector<CaseSection> sections;
};

struct CaseFile {
    std::string prose;
    std::vector<TextCase> cases;
};

CaseFile read_cases(std::string_view text);
std::string write_cases(const CaseFile& file);

// What the front end really says.
std::string actual(const TextCase& c, std::string_view kind);

}  // namespace phonon::lang
