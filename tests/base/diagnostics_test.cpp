#include "base/diagnostics.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace phonon::base;

namespace {

Diagnostic unknown(std::uint32_t begin, std::uint32_t end, std::string help = {}) {
    return {Code::unknown_word, {begin, end, 0}, "unknown word `savv`", std::move(help), {}};
}

std::string shown(const std::string& text, const Diagnostic& d) { return to_text(d, {{"bass.ph", text}}); }

}  // namespace

TEST_CASE("a diagnostic is shown as the language says") {
    const std::string text = "-- one\n-- two\n\n~bass $ savv 55 # lpf 800\n";
    CHECK(shown(text, unknown(23, 27, "did you mean `saw`?")) ==
          "error[E0102]: unknown word `savv`\n"
          "  ┌─ bass.ph:4:9\n"
          "4 │ ~bass $ savv 55 # lpf 800\n"
          "  │         ^^^^ did you mean `saw`?\n");
}

TEST_CASE("the gutter grows with the line number, and carets count characters") {
    const std::string text = "\n\n\n\n\n\n\n\n\nout $ \"äöü\" savv\n";
    CHECK(shown(text, unknown(24, 28)) ==
          "error[E0102]: unknown word `savv`\n"
          "   ┌─ bass.ph:10:13\n"
          "10 │ out $ \"äöü\" savv\n"
          "   │             ^^^^\n");
}

TEST_CASE("related places follow") {
    Diagnostic d = unknown(6, 7);
    d.related.push_back({{0, 1, 0}, "first defined here"});
    CHECK(shown("a b\ncd e\n", d) ==
          "error[E0102]: unknown word `savv`\n"
          "  ┌─ bass.ph:2:3\n"
          "2 │ cd e\n"
          "  │   ^\n"
          "  ┌─ bass.ph:1:1\n"
          "1 │ a b\n"
          "  │ ^ first defined here\n");
}

TEST_CASE("odd places are shown without harm") {
    CHECK(shown("", unknown(0, 0)).find("1 │ \n  │ ^\n") != std::string::npos);
    CHECK(shown("ab", unknown(2, 2)).find("1 │ ab\n  │   ^\n") != std::string::npos);
    CHECK(shown("ab", unknown(7, 99)).find("1 │ ab\n  │   ^\n") != std::string::npos);
    CHECK(shown("ab\ncd", unknown(1, 5)).find("1 │ ab\n  │  ^\n") != std::string::npos);
    Diagnostic elsewhere = unknown(0, 1, "help");
    elsewhere.span.file = 9;
    CHECK(shown("ab", elsewhere) == "error[E0102]: unknown word `savv`\n  help\n");
}

TEST_CASE("a terminal gets no control characters of the file") {
    const std::string text = shown("\x1b[31mred\x7f\xff\xc2\x9b savv\r\n", unknown(12, 16));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find("\xc2\x9b") == std::string::npos);
    CHECK(text.find("1 │  [31mred \xEF\xBF\xBD  savv\n") != std::string::npos);
    CHECK(to_text(unknown(0, 1), {{"bass.ph", "x"}}, true).find("\x1b[1;31m") == 0);
}

TEST_CASE("a very long line is shown in part") {
    const std::string text = std::string(1'000'000, 'x') + " savv " + std::string(1'000'000, 'y');
    const std::string quoted = shown(text, unknown(1'000'001, 1'000'005));
    CHECK(quoted.size() < 1000);
    CHECK(quoted.find("x savv y") != std::string::npos);
    CHECK(quoted.find("1:1000002") != std::string::npos);
}

TEST_CASE("diagnostics as JSON") {
    Diagnostic d = unknown(4, 6, "a \"quoted\" help");
    d.related.push_back({{0, 2, 0}, "here"});
    const auto json = nlohmann::json::parse(to_json({d}, {{"a.ph", "ab\ncdef\xff"}}));
    const auto& first = json["diagnostics"][0];
    CHECK(first["code"] == "E0102");
    CHECK(first["severity"] == "error");
    CHECK(first["file"] == "a.ph");
    CHECK(first["line"] == 2);
    CHECK(first["column"] == 2);
    CHECK(first["end_line"] == 2);
    CHECK(first["end_column"] == 4);
    CHECK(first["help"] == "a \"quoted\" help");
    CHECK(first["related"][0]["column"] == 1);
    CHECK(first["related"][0]["message"] == "here");
    d.message = "\xff\xfe";
    CHECK_NOTHROW(to_json({d}, {}));
}

TEST_CASE("errors count, warnings do not, and places sort") {
    Diagnostics all;
    all.add(Code::hash_comment, {9, 10, 0}, "later");
    CHECK(!all.has_errors());
    all.add(Code::unknown_word, {3, 4, 0}, "earlier");
    all.add(Code::unknown_word, {0, 4, 1}, "in another file");
    CHECK(all.has_errors());
    all.sort();
    CHECK(all.all()[0].message == "earlier");
    CHECK(all.all()[2].message == "in another file");
}

TEST_CASE("the nearest word") {
    const std::vector<std::string_view> words{"saw", "sine",  "square", "reverb", "lpf",
                                              "hpf", "every", "s",      "n",      "degradeBy"};
    CHECK(nearest("savv", words) == "saw");
    CHECK(nearest("rever", words) == "reverb");
    CHECK(nearest("revreb", words) == "reverb");
    CHECK(nearest("Lpf", words) == "lpf");
    CHECK(nearest("degradeby", words) == "degradeBy");
    CHECK(nearest("lfp", words) == "lpf");
    CHECK(nearest("xylophone", words) == "");
    CHECK(nearest("q", words) == "");
    CHECK(nearest("", words) == "");
    CHECK(nearest("saw", words) != "saw");  // the word itself is no proposal
    CHECK(nearest(std::string(10'000, 'x'), words) == "");
}

TEST_CASE("rows are found by their code") {
    REQUIRE(find_row("E0102") != nullptr);
    CHECK(find_row("E0102")->title == "unknown word");
    CHECK(find_row("E9999") == nullptr);
    CHECK(&row_of(Code::unknown_word) == find_row("E0102"));
}
