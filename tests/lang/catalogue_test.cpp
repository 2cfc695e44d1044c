// The catalogue of diagnostics keeps its word: each wrong example gives its code, each right one is clean.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "lang/check.hpp"

using namespace phonon;

namespace {

base::Diagnostics diagnostics_of(std::string_view program) {
    return lang::check("example.ph", std::string(program)).diagnostics;
}

std::string said(const base::Diagnostics& diagnostics) {
    std::string out;
    for (const base::Diagnostic& d : diagnostics.all())
        out += std::string(base::row_of(d.code).code) + " " + d.message + "\n";
    return out;
}

}  // namespace

TEST_CASE("the rows of the catalogue are complete and each code stands once") {
    std::set<std::string_view> codes;
    for (const base::CatalogueRow* row : base::catalogue()) {
        CAPTURE(row->code);
        CHECK(codes.insert(row->code).second);
        CHECK(row->code.size() == 5);
        const char letter = row->severity == base::Severity::error     ? 'E'
                            : row->severity == base::Severity::warning ? 'W'
                                                                       : 'N';
        CHECK(row->code.front() == letter);
        CHECK(!row->title.empty());
        CHECK(row->explanation.ends_with('.'));
        CHECK(row->wrong.empty() == row->right.empty());
        CHECK(base::find_row(row->code) == row);
    }
}

TEST_CASE("the examples of the catalogue do what they say") {
    for (const base::CatalogueRow* row : base::catalogue()) {
        if (row->wrong.empty()) continue;
        CAPTURE(row->code);
        const base::Diagnostics wrong = diagnostics_of(row->wrong);
        CHECK_MESSAGE(std::any_of(wrong.all().begin(), wrong.all().end(),
                                  [&](const auto& d) { return &base::row_of(d.code) == row; }),
                      "said instead: " << said(wrong));
        CHECK(said(diagnostics_of(row->right)) == "");
    }
}
