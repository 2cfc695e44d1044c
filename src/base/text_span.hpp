// A stretch of a source text, in bytes, and the place (line, column) that people are shown.
#pragma once

#include <cstdint>
#include <string_view>

namespace phonon::base {

// Half-open byte range [begin, end) of the file `file` (an index into the program's list of files).
struct TextSpan {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint16_t file = 0;

    friend constexpr bool operator==(TextSpan, TextSpan) = default;
};

// From the first byte of `a` to the last of `b`.
constexpr TextSpan cover(TextSpan a, TextSpan b) noexcept {
    return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end, a.file};
}

// Both count from 1; columns count characters (UTF-8 code points), not bytes.
struct TextPlace {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

TextPlace place_of(std::string_view text, std::uint32_t byte) noexcept;

}  // namespace phonon::base
