#include "lang/lexer.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "lang/layout.hpp"
#include "lang/numbers.hpp"

using namespace phonon;
using namespace phonon::lang;

namespace {

struct Lexed {
    TokenList list;
    base::Diagnostics diagnostics;
};

Lexed lex(std::string_view text) {
    Lexed out;
    out.list = tokenize(text, 0, out.diagnostics);
    return out;
}

// Tokens by their text, one blank between.
std::string words(std::string_view text) {
    std::string out;
    const Lexed lexed = lex(text);
    for (const Token& t : lexed.list.tokens)
        if (t.type != Token::Type::end)
            out += (out.empty() ? "" : " ") + std::string(text.substr(t.span.begin, t.span.end - t.span.begin));
    return out;
}

std::vector<std::string> codes(std::string_view text) {
    std::vector<std::string> out;
    const Lexed lexed = lex(text);
    for (const auto& d : lexed.diagnostics.all()) out.emplace_back(base::row_of(d.code).code);
    return out;
}

}  // namespace

TEST_CASE("operators: the longest match counts") {
    for (const char* op : {"+",   "-",    "*",   "/",   "%",    "**",  "#",  "$",   "<~",  "~>", "|+", "+|",  "|+|",
                           "|-",  "-|",   "|-|", "|*",  "*|",   "|*|", "|/", "/|",  "|/|", "|%", "%|", "|%|", "|**",
                           "**|", "|**|", "|++", "++|", "|++|", "|>",  ">|", "|>|", "|<",  "<|", "|<|"}) {
        CAPTURE(op);
        CHECK(operator_length(op) == std::string_view(op).size());
        CHECK(words(fmt::format("a{}b", op)) == fmt::format("a {} b", op));
    }
    CHECK(operator_length("++") == 1);
    CHECK(operator_length("=") == 0);
    CHECK(read_operator("|++|", {}).function == StructureFunction::append);
    CHECK(read_operator("|++|", {}).side == StructureSide::both);
    CHECK(read_operator("<|", {}).function == StructureFunction::keep);
    CHECK(read_operator("<|", {}).side == StructureSide::right);
    CHECK(read_operator("**", {}).op == Operator::power);
}

TEST_CASE("comments: strings come first, a hash counts in the first column only") {
    CHECK(words("a \"b -- c\" -- d") == "a \"b -- c\"");
    CHECK(words("# a\nb # c\n  # d\n#e") == "b # c # d");
    CHECK(words("5--3") == "5");
    const auto comments = lex("# one\nb -- two  \n  -- three").list.comments;
    REQUIRE(comments.size() == 3);
    CHECK(comments[0].own_line);
    CHECK(!comments[1].own_line);
    CHECK(comments[1].span.end - comments[1].span.begin == 6);  // blanks at the end do not belong to it
    CHECK(comments[2].own_line);
}

TEST_CASE("numbers") {
    const auto number = [](const char* text) {
        const NumberValue v = read_number(text);
        return fmt::format("{} {} {}", v.value, v.exact ? v.exact->to_string() : "-", static_cast<int>(v.unit));
    };
    CHECK(number("1") == "1 1/1 0");
    CHECK(number(".5") == "0.5 1/2 0");
    CHECK(number("1.5") == "1.5 3/2 0");
    CHECK(number("1e3") == "1000 1000/1 0");
    CHECK(number("2.5E-1") == "0.25 1/4 0");
    CHECK(number("1/8") == "0.125 1/8 0");
    CHECK(number("200ms") == "200 200/1 1");
    CHECK(number("1.2kHz") == "1.2 6/5 4");
    CHECK(number("6dB") == "6 6/1 5");
    CHECK(number("7st") == "7 7/1 6");
    CHECK(number("1/4s") == "0.25 1/4 2");
    CHECK(number("123456789012345678901234567890") == "1.2345678901234568e+29 - 0");
    CHECK(words("1/8 1 /8 1/ 8 1/8.5 1.5/2 1/8/2 x/2 -1/8") == "1/8 1 / 8 1 / 8 1 / 8.5 1.5 / 2 1/8 / 2 x / 2 - 1/8");
    CHECK(words("1.5.") == "1.5 .");
    CHECK(codes("1/8 .5 1e3 4ms 4KHZ").empty());
    CHECK(codes("1.2.3") == std::vector<std::string>{"E0003"});
    CHECK(codes("4foo") == std::vector<std::string>{"E0004"});
    CHECK(codes("1/0") == std::vector<std::string>{"E0003"});
    CHECK(codes("1e999") == std::vector<std::string>{"E0003"});
    CHECK(codes("1e-999").empty());
}

TEST_CASE("names") {
    CHECK(words("~a_1' foldl' _x ~808 <~x") == "~a_1' foldl' _x ~808 <~ x");
    CHECK(lex("~808").list.tokens[0].type == Token::Type::bus);
    CHECK(lex("~>").list.tokens[0].type == Token::Type::op);
    CHECK(codes("~h\xC3\xA9llo") == std::vector<std::string>{"E0001"});
    CHECK(lex("~h\xC3\xA9llo").list.tokens.size() == 2);
}

TEST_CASE("strings end with their line") {
    CHECK(codes("\"a") == std::vector<std::string>{"E0002"});
    const auto open = lex("s \"a b \nc");
    CHECK(open.list.tokens[1].unterminated);
    CHECK(open.list.tokens[1].span == base::TextSpan{2, 6, 0});
    CHECK(open.list.tokens[2].first_column);
    // A string over two lines is one mistake, not two.
    CHECK(codes("s \"a\n  b\" # c \"d\"\n") == std::vector<std::string>{"E0002"});
    CHECK(codes("s \"a\n  b # c \"d\"\n") == std::vector<std::string>{"E0002"});
    CHECK(codes("s \"a\n  b\" # c\n") == std::vector<std::string>{"E0002"});
}

TEST_CASE("blanks and lines are known of every token") {
    const auto tokens = lex("a $b\n  c\r\nd").list.tokens;
    CHECK(tokens[0].first_column);
    CHECK(tokens[1].blank_before);
    CHECK(!tokens[1].blank_after);
    CHECK(!tokens[2].blank_before);
    CHECK(tokens[3].first_on_line);
    CHECK(!tokens[3].first_column);
    CHECK(tokens[4].first_column);
}

TEST_CASE("where statements begin") {
    const auto starts = [](std::string_view text) {
        auto list = lex(text).list;
        mark_statements(list.tokens, text);
        std::string out;
        for (const Token& t : list.tokens)
            if (t.starts_statement) out += std::string(text.substr(t.span.begin, t.span.end - t.span.begin)) + " ";
        return out;
    };
    CHECK(starts("d1 $ a\n  # b\nd2 $ c\n") == "d1 d2 ");
    CHECK(starts("d1 $ (a\nb)\nd2 $ c\n") == "d1 d2 ");
    CHECK(starts("d1 $ (a\nd2 $ c\n") == "d1 d2 ");         // a head closes brackets
    CHECK(starts("d1 $ [a,\n~b # c,\n~d]\n") == "d1 ~b ");  // so does the head of a chain
    CHECK(starts("d1 $\n~b # c\n") == "d1 ");               // but an operator may wait for one
    CHECK(starts("d1 $ a +\n~b $ c\n") == "d1 ~b ");
    CHECK(starts("d1 $ f [a,\ncps: 2\nhush\n") == "d1 cps hush ");
    CHECK(starts("d1 $ [a,\n~f :mix 3,\n~f 4]\n") == "d1 ");
    CHECK(starts("d1 $ [a,\n~f x y=2 $ 4]\n") == "d1 ~f ");
    CHECK(starts("  a\nb\n") == "b ");
}
