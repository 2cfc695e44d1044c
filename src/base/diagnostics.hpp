// What is told to the musician: a code from the one catalogue, a place, a sentence, and help where there is some.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text_span.hpp"

namespace phonon::base {

enum class Severity : std::uint8_t { error, warning, note };

// The enumerators are the rows of catalogue.def: PHONON_DIAGNOSTIC(unknown_word, error, "E0102", "unknown word", ...).
enum class Code : std::uint16_t {
#define PHONON_DIAGNOSTIC(name, severity, code, title, explanation, wrong, right) name,
#include "base/catalogue.def"
#undef PHONON_DIAGNOSTIC
};

struct CatalogueRow {
    Severity severity;
    std::string_view code;         // "E0102"
    std::string_view title;        // what `phonon explain` lists
    std::string_view explanation;  // a paragraph
    std::string_view wrong;        // a program that gives this diagnostic; "" where it takes more than a text
    std::string_view right;        // the same, mended
};
const CatalogueRow& row_of(Code code) noexcept;
const CatalogueRow* find_row(std::string_view code) noexcept;  // by "E0102"
std::vector<const CatalogueRow*> catalogue();

struct Related {
    TextSpan span;
    std::string message;
};

struct Diagnostic {
    Code code{};
    TextSpan span;
    std::string message;  // one sentence without a full stop, beginning small
    std::string help;     // "" where there is none
    std::vector<Related> related;
    Severity severity() const noexcept { return row_of(code).severity; }
};

// A source text by its name, as diagnostics quote it. TextSpan::file indexes the list.
struct SourceText {
    std::string path;
    std::string text;
};

// All that was said about a program, in the order found; sorted by place before it is shown.
class Diagnostics {
public:
    void add(Diagnostic d) { all_.push_back(std::move(d)); }
    void add(Code code, TextSpan span, std::string message, std::string help = {}) {
        all_.push_back({code, span, std::move(message), std::move(help), {}});
    }
    const std::vector<Diagnostic>& all() const noexcept { return all_; }
    bool has_errors() const noexcept;
    void sort();

private:
    std::vector<Diagnostic> all_;
};

// As LANGUAGE.md 11 shows them; `colour` adds terminal colours.
std::string to_text(const Diagnostic& d, const std::vector<SourceText>& sources, bool colour = false);
// {"diagnostics":[{"code","severity","file","line","column","end_line","end_column","message","help","related":[...]}]}
std::string to_json(const std::vector<Diagnostic>& all, const std::vector<SourceText>& sources);

// The candidate nearest to `word` in edit distance, "" where none is near enough to propose.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace phonon::base
