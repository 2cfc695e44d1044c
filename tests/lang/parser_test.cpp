// What the text cases cannot say: limits, totality, places.
#include "lang/parser.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <random>

#include "tree_text.hpp"

using namespace phonon;
using namespace phonon::lang;

namespace {

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + piece.size());
    while (text.size() < bytes) text += piece;
    return text;
}

std::size_t faults_of(const std::string& text) {
    base::Diagnostics diagnostics;
    parse(text, 0, diagnostics);
    return diagnostics.all().size();
}

std::string tree_of(const std::string& text) {
    base::Diagnostics diagnostics;
    const std::string tree = tree_text(parse(text, 0, diagnostics));
    for (const auto& d : diagnostics.all()) MESSAGE(d.message);
    CHECK(diagnostics.all().empty());
    return tree;
}

std::string value_of(const std::string& expression) {
    base::Diagnostics diagnostics;
    const std::string tree = tree_text(*parse_expression(expression, 0, diagnostics));
    CHECK(diagnostics.all().empty());
    return tree;
}

}  // namespace

TEST_CASE("precedence, tight to loose") {
    CHECK(value_of("f 1 2 * 3 + 4 # g 5") == "<<f 1/1 2/1 * 3/1> + 4/1> | # g 5/1");
    CHECK(value_of("1 + 2 * 3 - 4 / 5") == "<<1/1 + <2/1 * 3/1>> - <4/1 / 5/1>>");
    CHECK(value_of("2 * 3 ** 4 % 5") == "<<<2/1 * 3/1> ** 4/1> % 5/1>");
    CHECK(value_of("-a . b * c") == "<neg {a . b} * c>");
    CHECK(value_of("a # lpf 500 * 0.3 + ~y") == "a | # <<lpf 500/1 * 3/10> + ~y>");
    CHECK(value_of("every 4 (fast 2) $ s \"bd\" # gain 1 |+| n 2 <~ 3") ==
          "every 4/1 (fast 2/1) | $ s \"bd\" | # gain 1/1 | |+| n 2/1 | <~ 3/1");
    CHECK(value_of("rev . fast 2 . (# speed 2) $ x") == "{rev . fast 2/1 . (OP # speed 2/1)} | $ x");
}

TEST_CASE("the sign of an argument") {
    CHECK(value_of("f 440 -1") == "f 440/1 -1/1");
    CHECK(value_of("f 440 - 1") == "<f 440/1 - 1/1>");
    CHECK(value_of("f 440-1") == "<f 440/1 - 1/1>");
    CHECK(value_of("f -x -(3) -~y -\"1 2\"") == "f neg x neg (3/1) neg ~y neg \"1 2\"");
    CHECK(value_of("2 -1") == "<2/1 - 1/1>");
    CHECK(value_of("f :mix -6db 3") == "f 3/1 :mix -6/1db");
    CHECK(value_of("- 6db + - - 7st") == "<-6/1db + 7/1st>");
    CHECK(value_of("(-1) + (- 1)") == "<(-1/1) + (OP - 1/1)>");
}

TEST_CASE("sections") {
    CHECK(value_of("(# speed 2 # gain 3)") == "(OP # speed 2/1 | # gain 3/1)");
    CHECK(value_of("(|+ n 1)") == "(OP |+ n 1/1)");
    CHECK(value_of("(0.25 ~>)") == "(1/4 ~> OP)");
    CHECK(value_of("(1/8 <~)") == "(1/8 <~ OP)");
    CHECK(value_of("(1 + 2 *)") == "(<1/1 + 2/1> * OP)");
    CHECK(value_of("f (+) (|++|)") == "f (+) (|++|)");
    CHECK(value_of("(* 2 + 1)") == "(OP * <2/1 + 1/1>)");
}

TEST_CASE("older files") {
    CHECK(value_of("lpf(500, 0.8)") == "lpf 500/1 4/5");
    CHECK(value_of("saw(55) # reverb(0.7, mix=0.3)") == "saw 55/1 | # reverb 7/10 :mix 3/10");
    CHECK(value_of("noise() + f(a + 1)") == "<noise + f (<a + 1/1>)>");
    CHECK(value_of("f (a) (b)") == "f a b");
    CHECK(tree_of("~a = saw 55\n~b: sine 2\nout: ~a\nd1 = ~b\no2 $ ~b\nout3 $ ~b\n") ==
          "bus a := saw 55/1\nbus b := sine 2/1\nstem out(0) := ~a\nstem d1(1) := ~b\nstem d2(2) := ~b\nstem d3(3) := "
          "~b\n");
    CHECK(tree_of("tempo 2.0\n~a=saw 55\n") == "tempo cps := 2/1\nbus a := saw 55/1\n");
}

TEST_CASE("statements") {
    CHECK(tree_of("~fx a b=0.5 # lpf a # hpf b\n~f a b=-2 $ a\n~t $ fast 2\n") ==
          "chain fx a b=1/2 := lpf a | # hpf b\nbus f a b=-2/1 := a\nbus t := fast 2/1\n");
    CHECK(tree_of("master # limiter -1\nmaster: raw\nall # reverb 1\n") ==
          "master := limiter -1/1\nmaster raw\nall := reverb 1/1\n");
    CHECK(tree_of("cps: 0.5\nbpm: 120 3\nbpm: \"120 60\"\nsetcps 1\nseed: 7\ncps: sine 0.1 * 0.2\n") ==
          "tempo cps := 1/2\ntempo bpm 3/1 := 120/1\ntempo bpm := \"120 60\"\ntempo cps := 1/1\nseed seed := 7/1\n"
          "tempo cps := <sine 1/10 * 1/5>\n");
    CHECK(tree_of("import \"a.ph\"\nsamples \"kits\"\n") == "import <a.ph>\nsamples <kits>\n");
    CHECK(tree_of("hush\nhush d2\nsolo d1\nonce $ s \"cp\"\nxfade d1 4 $ s \"bd\"\nsetCycle 3\nnudge -0.1\n") ==
          "command hush\ncommand hush d2\ncommand solo d1\ncommand once := s \"cp\"\ncommand xfade d1 4/1 := s \"bd\"\n"
          "command setCycle 3/1\ncommand nudge -1/10\n");
    CHECK(tree_of("d1 $ saw m # lpf n where m = 55, n = m * 2\nd2 $ saw m\n  where m = 1\n        k = 2\n") ==
          "stem d1(1) := saw m | # lpf n WHERE m = 55/1 WHERE n = <m * 2/1>\nstem d2(2) := saw m WHERE m = 1/1 WHERE k "
          "= 2/1\n");
}

TEST_CASE("places of expressions") {
    base::Diagnostics diagnostics;
    const std::string text = "out $ saw 55 # lpf (1 + 2) :q 3\n";
    const SyntaxTree tree = parse(text, 7, diagnostics);
    const Statement& s = tree.statements.at(0);
    const auto of = [&](base::TextSpan span) {
        CHECK(span.file == 7);
        return text.substr(span.begin, span.end - span.begin);
    };
    CHECK(of(s.span) == "out $ saw 55 # lpf (1 + 2) :q 3");
    CHECK(of(s.head_span) == "out");
    CHECK(of(s.value->span) == "saw 55 # lpf (1 + 2) :q 3");
    CHECK(of(s.value->items[0]->span) == "saw 55");
    CHECK(of(s.value->steps[0].op.span) == "#");
    const Expr& lpf = *s.value->steps[0].right;
    CHECK(of(lpf.span) == "lpf (1 + 2) :q 3");
    CHECK(of(lpf.name_span) == "lpf");
    CHECK(of(lpf.arguments[0]->span) == "(1 + 2)");
    CHECK(of(lpf.keywords[0].name_span) == "q");
    CHECK(lpf.height == 4);
}

TEST_CASE("ten megabytes of anything answer soon, with one fault") {
    constexpr std::size_t size = 10'000'000;
    for (const char* piece : {"(", "[", "~a $ ", "- ", "1+", "f(", "-", ";", "1", "(\n", "a.", "x . "}) {
        for (const char* before : {"", "out $ "}) {
            CAPTURE(piece);
            CAPTURE(before);
            const std::string text = before + repeated(piece, size);
            const auto start = std::chrono::steady_clock::now();
            const std::size_t faults = faults_of(text);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
            CHECK(faults <= 2);
            CHECK(took.count() < 30);  // a debug build on a busy machine; quadratic time would take hours
        }
    }
}

TEST_CASE("nesting up to its limit is read, beyond it refused once") {
    const auto nested = [](int levels, const char* open, const char* close) {
        std::string text = "out $ ";
        for (int i = 0; i < levels; ++i) text += open;
        text += "1";
        for (int i = 0; i < levels; ++i) text += close;
        return text + "\n";
    };
    for (const auto& [open, close] :
         {std::pair{"(", ")"}, {"[", "]"}, {"(1 + ", ")"}, {"f (", ")"}, {"f(", ")"}, {"(# ", ")"}}) {
        CAPTURE(open);
        CHECK(faults_of(nested(nesting_limit, open, close)) == 0);
        CHECK(faults_of(nested(nesting_limit + 1, open, close)) == 1);
        CHECK(faults_of(nested(50 * nesting_limit, open, close)) == 1);
    }
    CHECK(faults_of("out $ 1" + repeated(" + 1", 4 * (tree_height_limit - 2))) == 0);
    CHECK(faults_of("out $ 1" + repeated(" + 1", 4 * (tree_height_limit + 2))) == 1);
    // The next statement is read all the same.
    CHECK(faults_of(nested(nesting_limit + 1, "(", ")") + "out $ *\n") == 2);
    // Chains are flat, and may be long.
    CHECK(faults_of("out $ saw 55" + repeated(" # lpf 300", 1'000'000)) == 0);
}

TEST_CASE("faults beyond the limit are not listed") {
    const std::size_t faults = faults_of(repeated("; ", 100'000));
    CHECK(faults == fault_limit + 1);
    CHECK(faults_of(repeated("out $ )\n", 100'000)) == fault_limit + 1);
}

TEST_CASE("parse on random bytes never crashes, and places stay inside the text") {
    std::mt19937 random(1);
    const std::string alphabet =
        "abs dn\"\"''~~$$##::==()[](),,..+-*/%|<>0123456789\n\n  \t_{}@\xC3\xA9\xFF\xE2\x80\x9C";
    const auto any = [&](std::size_t below) { return random() % below; };
    for (int round = 0; round < 4000; ++round) {
        std::string text;
        const bool wild = round % 4 == 0;
        for (std::size_t n = any(200); n > 0; --n)
            text += wild ? static_cast<char>(any(256)) : alphabet[any(alphabet.size())];
        base::Diagnostics diagnostics;
        const SyntaxTree tree = parse(text, 0, diagnostics);
        const std::vector<base::SourceText> sources{{"random.ph", text}};
        for (const auto& d : diagnostics.all()) {
            CHECK(d.span.begin <= d.span.end);
            CHECK(d.span.end <= text.size());
            CHECK(!base::to_text(d, sources).empty());
        }
        for (const Statement& s : tree.statements) CHECK(s.span.end <= text.size());
        base::Diagnostics more;
        CHECK(parse_expression(text, 0, more) != nullptr);
    }
}
