#include "base/text_span.hpp"

#include <algorithm>

namespace phonon::base {

TextPlace place_of(std::string_view text, std::uint32_t byte) noexcept {
    TextPlace place;
    const std::size_t end = std::min<std::size_t>(byte, text.size());
    const bool marked = text.starts_with("\xEF\xBB\xBF");  // the mark at a file's beginning is no character of it
    for (std::size_t i = marked ? 3 : 0; i < end; ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\n') {
            ++place.line;
            place.column = 1;
        } else if ((c & 0xC0u) != 0x80u) {  // continuation bytes of UTF-8 belong to the character before
            ++place.column;
        }
    }
    return place;
}

}  // namespace phonon::base
