// What editors do to files: line ends, tabs, marks at the beginning, other encodings.
#include <doctest/doctest.h>

#include <string>

#include "lang/check.hpp"
#include "lang/parser.hpp"
#include "tree_text.hpp"

using namespace phonon;

namespace {

const std::string program =
    "-- a comment\n"
    "cps: 0.5\n"
    "~bass $ saw \"55 110\"\n"
    "    # lpf 800 0.7\n"
    "d1 $ every 2 rev $ s \"bd sn\"\n"
    "\n"
    "d2 $ ~bass\n";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

std::string tree_of(const std::string& text) {
    base::Diagnostics diagnostics;
    std::string tree = lang::tree_text(lang::parse(text, 0, diagnostics));
    for (const base::Diagnostic& d : diagnostics.all()) tree += d.message + "\n";
    return tree;
}

base::Diagnostics said_of(const std::string& text) { return lang::check("a.ph", text).diagnostics; }

}  // namespace

TEST_CASE("line ends, tabs, a byte order mark and a missing last line end change nothing") {
    const std::string tree = tree_of(program);
    REQUIRE(tree.find("lpf") != tree.npos);
    CHECK(tree_of(replaced(program, "\n", "\r\n")) == tree);
    CHECK(tree_of(replaced(program, "    #", "\t#")) == tree);
    CHECK(tree_of("\xEF\xBB\xBF" + program) == tree);
    CHECK(tree_of(program.substr(0, program.size() - 1)) == tree);
    CHECK(tree_of(replaced(program, "\n", "   \n")) == tree);
    CHECK(said_of(replaced(program, "\n", "\r\n")).all().empty());
}

TEST_CASE("a place behind a tab, a long character or a mark is counted in characters") {
    const auto column = [](const std::string& text) {
        const base::Diagnostics said = said_of(text);
        REQUIRE(said.all().size() == 1);
        return base::place_of(text, said.all()[0].span.begin).column;
    };
    CHECK(column("out $ savv 55\n") == 7);
    CHECK(column("out $\tsavv 55\n") == 7);
    CHECK(column("\xEF\xBB\xBFout $ savv 55\n") == 7);
}

TEST_CASE("a file in UTF-16 is told what it is, in a few lines") {
    std::string wide = "\xFF\xFE";
    for (const char c : program) {
        wide += c;
        wide += '\0';
    }
    const base::Diagnostics said = said_of(wide);
    REQUIRE(said.has_errors());
    CHECK(said.all()[0].help == "save the file as UTF-8 text");
    CHECK(said.all().size() == 1);
}
