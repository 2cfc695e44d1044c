#include "lang/strangers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phonon::lang {

namespace {

constexpr std::array<std::string_view, 9> typographic_quotes{"“", "”", "„", "‟", "«", "»", "‘", "’", "″"};

struct Known {
    std::string_view text;
    std::string_view message;
    std::string_view help;
};

// The longest come first.
constexpr std::array<Known, 24> known{{
    {"//", "`//` begins no comment", "a comment begins with `--`"},
    {"/*", "`/*` begins no comment", "a comment begins with `--` and ends with its line"},
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

Stranger describe_stranger(std::string_view text) {
    for (const Known& k : known)
        if (text.starts_with(k.text))
            return {std::string(k.message), std::string(k.help), k.text.size(), k.text == "//" || k.text == "/*"};
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
