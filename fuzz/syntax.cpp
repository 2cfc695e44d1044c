// libFuzzer: any bytes through the lexer, the parser and the formatter. What the formatter accepts must keep its
// meaning and stay as it is when formatted again.
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "lang/format.hpp"
#include "lang/parser.hpp"
#include "tests/lang/tree_text.hpp"

using namespace phonon;

namespace {

void require(bool holds, std::string_view what, std::string_view before, std::string_view after) {
    if (holds) return;
    fmt::print(stderr, "{}\n--- before\n{}\n--- after\n{}\n", what, before, after);
    std::abort();
}

std::string tree_of(std::string_view text) {
    base::Diagnostics diagnostics;
    return lang::tree_text(lang::parse(text, 0, diagnostics));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    base::Diagnostics diagnostics;
    (void)lang::parse(text, 0, diagnostics);
    const std::vector<base::SourceText> sources{{"fuzz.ph", text}};
    for (const base::Diagnostic& d : diagnostics.all()) (void)base::to_text(d, sources);

    const auto formatted = lang::format(text);
    if (!formatted) return 0;
    const auto again = lang::format(*formatted);
    require(again.has_value(), "the canonical form does not parse", text, *formatted);
    require(*again == *formatted, "the canonical form is not stable", *formatted, *again);
    require(tree_of(text) == tree_of(*formatted), "the canonical form means something else", tree_of(text),
            tree_of(*formatted));
    return 0;
}
