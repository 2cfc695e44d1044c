// Ten megabytes that nobody meant: through the whole front end, with an answer soon and no list of faults without end.
#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "lang/check.hpp"

using namespace phonon;

TEST_CASE("ten megabytes of brackets, inside a string or outside, are answered soon") {
    constexpr std::size_t size = 10'000'000;
    for (const auto& [before, piece] : {std::pair{"out $ s \"", "["},
                                        {"out $ s \"", "<"},
                                        {"out $ s \"", "{"},
                                        {"out $ saw \"", "bd("},
                                        {"out $ s \"", "a "},
                                        {"out $ s \"", "[a "},
                                        {"out $ s \"", "(3,8)"},
                                        {"out $ ", "("},
                                        {"out $ ", "["},
                                        {"out $ ", "every 2 ("},
                                        {"", "{- "},
                                        {"out $ ", "\\x -> ("},
                                        {"out $ ", "x => "},
                                        {"out $ ", "s \"bd\" "},
                                        {"out $ ", "a "},
                                        {"out $ ", "<a "},
                                        {"out $ ", "'a "},
                                        {"out $ ", "s(\"bd\")."}}) {
        CAPTURE(before);
        CAPTURE(piece);
        std::string text = before;
        while (text.size() < size) text += piece;
        const auto start = std::chrono::steady_clock::now();
        const lang::CheckResult result = lang::check("hostile.ph", std::move(text));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        CHECK(result.diagnostics.all().size() <= 1100);
        CHECK(took.count() < 30);  // a debug build on a busy machine; quadratic time would take hours
        MESSAGE(before << piece << ": " << took.count() << " s, " << result.diagnostics.all().size() << " diagnostics");
    }
}
