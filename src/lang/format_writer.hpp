// Writes tokens one after the other, with the author's line breaks and comments between them. Private to the formatter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/ast.hpp"

namespace phonon::lang {

enum class Gap : std::uint8_t {
    blank,  // a blank, or the author's line break
    none,   // nothing, or the author's line break
    join,   // nothing at all: comments wait for the next token
};

class FormatWriter {
public:
    FormatWriter(std::string_view text, const std::vector<Comment>& comments) : text_(text), comments_(comments) {}

    // Writes `shown` for the source's token at `span`.
    void token(TextSpan span, std::string_view shown, Gap gap = Gap::blank);
    // Writes what has no place in the source.
    void added(std::string_view shown) { out_ += shown; }
    // The next token follows as if it stood first: behind an added bracket.
    void added_opening(std::string_view shown);
    // All up to this byte of the source has been written.
    void passed(std::uint32_t end) noexcept { last_end_ = end > last_end_ ? end : last_end_; }

    void open() noexcept { ++depth_; }
    void close() noexcept { --depth_; }
    int depth() const noexcept { return depth_; }

    // Where the next token of the source begins, behind blanks and comments.
    std::uint32_t next_in_source() const noexcept;
    bool breaks_before(TextSpan span) const noexcept;

    // Between statements: comments up to the byte `begin`, with the blank lines before them and before it.
    void between_statements(std::uint32_t begin);
    std::string finish();

private:
    void comments_before(std::uint32_t begin);
    void new_line() { out_ += '\n' + std::string(2 * (1 + static_cast<std::size_t>(depth_)), ' '); }
    std::string comment_text(const Comment& comment) const;
    std::size_t newlines_before(std::uint32_t begin) const noexcept;

    std::string_view text_;
    const std::vector<Comment>& comments_;
    std::string out_;
    std::size_t next_comment_ = 0;
    std::uint32_t last_end_ = 0;
    int depth_ = 0;
    bool line_ended_by_comment_ = false;
    bool after_opening_ = false;
};

}  // namespace phonon::lang
