#include "lang/strangers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace phonon::lang {

namespace {

constexpr std::array<std::string_view, 9> typographic_quotes{"“", "”", "„", "‟", "«", "»", "‘", "’", "″"};

struct Known {
    std::string_view text;
    std::string_view message;
    std::string_view help;
};

constexpr std::string_view function_help =
    "a function without a name is a section or a composition: `(# speed 2)`, `(fast 2)`, `(rev . fast 2)`";

// The longest come first.
constexpr std::array<Known, 26> known{{
    {"//", "`//` begins no comment", "a comment begins with `--`"},
    {"/*", "`/*` begins no comment", "a comment begins with `--` and ends with its line"},
    {"{-", "`{-` begins no comment", "a comment begins with `--` and ends with its line"},
    {"=>", "`=>` makes no function", function_help},
    {">>", "`>>` is no operator", "write `#` to feed a sound into a unit, or `$` to apply a transform"},
    {"..", "`..` stands only in strings", "write the range inside a string, as in `n \"0 .. 7\"`"},
    {"&&", "`&&` is no operator", ""},
    {"||", "`||` is no operator", ""},
    {";", "`;` means nothing here", "a statement ends with its line: leave the `;` out"},
    {"{", "`{` stands only in strings", "polymeters are written inside a string, as in `s \"{bd sn, hh hh hh}\"`"},
    {"}", "`}` stands only in strings", "polymeters are written inside a string, as in `s \"{bd sn, hh hh hh}\"`"},
    {"<", "`<` alone is no operator", "alternations are written inside a string, as in `s \"<bd sn>\"`"},
    {">", "`>` alone is no operator", "alternations are written inside a string, as in `s \"<bd sn>\"`"},
    {"~", "`~` needs the name of a bus, without a blank", "a rest stands only in strings, as in `s \"bd ~\"`"},
    {"@", "`@` means nothing outside strings", "a chain of effects is a bus: `~name # lpf 800`, used as `# ~name`"},
    {"!", "`!` stands only in strings", "a repetition is written inside a string, as in `s \"bd!3\"`"},
    {"?", "`?` stands only in strings", "chance is written inside a string, as in `s \"bd?\"`"},
    {"|", "`|` alone is no operator", "the operators with a bar are `|+`, `+|`, `|+|` and their like"},
    {"^", "`^` is no operator", "a power is written `**`"},
    {"\\", "`\\` means nothing here", "a statement goes on over indented lines by itself"},
    {"&", "`&` is no operator", "two sounds are mixed by `+`"},
    {"\xE2\x88\x92", "this minus sign is a typographic one", "write `-`"},
    {"\xE2\x80\x93", "this dash is a typographic one", "write `-`, or `--` before a comment"},
    {"\xE2\x80\x94", "this dash is a typographic one", "write `-`, or `--` before a comment"},
    {"\xC3\x97", "this multiplication sign is a typographic one", "write `*`"},
    {"\xC2\xA0", "this blank is a no-break space", "write a plain blank"},
}};

}  // namespace

std::size_t character_length(std::string_view text) noexcept {
    if (text.empty()) return 0;
    const auto c = static_cast<unsigned char>(text.front());
    const std::size_t length = c < 0xC2 || c > 0xF4 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (length > text.size()) return 1;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) return 1;
    return length;
}

std::size_t foreign_quote_length(std::string_view text) noexcept {
    if (text.starts_with('\'') || text.starts_with('`')) return 1;
    for (const std::string_view quote : typographic_quotes)
        if (text.starts_with(quote)) return quote.size();
    return 0;
}

bool joins_names(std::string_view character) noexcept {
    if (character.size() < 2 || foreign_quote_length(character) > 0) return false;
    return std::none_of(known.begin(), known.end(), [&](const Known& k) { return k.text == character; });
}

// What begins with the function `\x -> ...` of Haskell or `x => ...` of JavaScript is skipped up to the bracket that
// closes around it: its parameter is no word here, so nothing inside could be read.
std::size_t foreign_function_length(std::string_view text) noexcept {
    constexpr std::size_t longest_parameter = 40, longest = 400;
    text = text.substr(0, longest);
    std::size_t at = text.starts_with('\\') ? 1 : 0;
    const auto parameter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ';
    };
    const std::size_t begin = at;
    while (at < text.size() && at < longest_parameter && parameter(text[at])) ++at;
    const std::string_view arrow = begin == 1 ? "->" : "=>";
    if (at == begin || !text.substr(at).starts_with(arrow)) return 0;
    for (int depth = 0; at < text.size() && text[at] != '\n'; ++at) {
        if (text[at] == '(' || text[at] == '[') ++depth;
        if ((text[at] == ')' || text[at] == ']') && depth-- == 0) break;
    }
    return at;
}

Stranger describe_stranger(std::string_view text) {
    if (const std::size_t length = foreign_function_length(text); length > 0)
        return {"functions have no place here without a name", std::string(function_help), length, false, true};
    if (foreign_quote_length(text) > 0)
        return {"a string stands in straight double quotes", "close it with a second quote, on the same line", 1};
    for (const auto& [opener, closer] : {std::pair<std::string_view, std::string_view>{"/*", "*/"}, {"{-", "-}"}}) {
        const std::size_t end = text.starts_with(opener) ? text.find(closer, 2) : text.npos;
        if (end != text.npos)
            return {"`" + std::string(opener) + "` begins no comment",
                    "a comment begins with `--` and ends with its line", end + 2, false, true};
    }
    for (const std::string_view dash : {"\xE2\x80\x93", "\xE2\x80\x94"}) {
        if (!text.starts_with(dash) || !text.substr(dash.size()).starts_with(' ')) continue;
        return {"this dash is a typographic one", "write `-`, or `--` before a comment", dash.size(), true};
    }
    for (const Known& k : known)
        if (text.starts_with(k.text))
            return {std::string(k.message), std::string(k.help), k.text.size(),
                    k.text == "//" || k.text == "/*" || k.text == "{-"};
    const std::string_view character = text.substr(0, character_length(text));
    const auto byte = static_cast<unsigned char>(character.front());
    if (character.size() == 1 && (byte < 0x20 || byte >= 0x7F))
        return {fmt::format("the byte 0x{:02x} is no readable text", byte), "save the file as UTF-8 text", 1};
    if (character.size() > 1)
        return {fmt::format("`{}` means nothing outside strings", character),
                "names are made of the letters a to z, digits, `_` and `'`", character.size()};
    return {fmt::format("`{}` means nothing here", character), "", character.size()};
}

}  // namespace phonon::lang
