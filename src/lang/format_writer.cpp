#include "lang/format_writer.hpp"

#include <algorithm>

namespace phonon::lang {

void FormatWriter::token(TextSpan span, std::string_view shown, Gap gap) {
    if (gap != Gap::join) {
        comments_before(span.begin);
        if (line_ended_by_comment_ || newlines_before(span.begin) > 0)
            new_line();
        else if (gap == Gap::blank && !after_opening_)
            out_ += ' ';
        line_ended_by_comment_ = false;
    }
    after_opening_ = false;
    out_ += shown;
    passed(span.end);
}

void FormatWriter::added_opening(std::string_view shown) {
    out_ += after_opening_ ? "" : " ";
    out_ += shown;
    after_opening_ = true;
}

bool FormatWriter::breaks_before(TextSpan span) const noexcept {
    return line_ended_by_comment_ || newlines_before(span.begin) > 0 ||
           (next_comment_ < comments_.size() && comments_[next_comment_].span.begin < span.begin);
}

std::uint32_t FormatWriter::next_in_source() const noexcept {
    std::uint32_t at = last_end_;
    auto comment = std::lower_bound(comments_.begin(), comments_.end(), at,
                                    [](const Comment& c, std::uint32_t byte) { return c.span.begin < byte; });
    for (; at < text_.size(); ++at) {
        if (comment != comments_.end() && comment->span.begin == at) {
            at = comment->span.end - 1;
            ++comment;
        } else if (text_[at] != ' ' && text_[at] != '\t' && text_[at] != '\n' && text_[at] != '\r') {
            break;
        }
    }
    return at;
}

std::size_t FormatWriter::newlines_before(std::uint32_t begin) const noexcept {
    if (begin <= last_end_) return 0;
    const std::string_view between = text_.substr(last_end_, begin - last_end_);
    return static_cast<std::size_t>(std::count(between.begin(), between.end(), '\n'));
}

void FormatWriter::comments_before(std::uint32_t begin) {
    for (; next_comment_ < comments_.size() && comments_[next_comment_].span.begin < begin; ++next_comment_) {
        const Comment& comment = comments_[next_comment_];
        if (comment.own_line || line_ended_by_comment_)
            new_line();
        else
            out_ += ' ';
        out_ += comment_text(comment);
        passed(comment.span.end);
        line_ended_by_comment_ = true;
    }
}

void FormatWriter::between_statements(std::uint32_t begin) {
    const auto start_line = [&](std::uint32_t at) {
        if (!out_.empty()) out_ += newlines_before(at) > 1 ? "\n\n" : "\n";
    };
    for (; next_comment_ < comments_.size() && comments_[next_comment_].span.begin < begin; ++next_comment_) {
        const Comment& comment = comments_[next_comment_];
        if (comment.own_line || line_ended_by_comment_ || out_.empty())
            start_line(comment.span.begin);
        else
            out_ += ' ';
        out_ += comment_text(comment);
        passed(comment.span.end);
        line_ended_by_comment_ = true;
    }
    if (begin < text_.size()) start_line(begin);
    line_ended_by_comment_ = false;
    after_opening_ = true;
    passed(begin);
}

std::string FormatWriter::finish() {
    between_statements(static_cast<std::uint32_t>(text_.size()));
    if (!out_.empty()) out_ += '\n';
    return std::move(out_);
}

// `#` comments of older files become `--`, but `#!` at the very start is for the system's loader.
std::string FormatWriter::comment_text(const Comment& comment) const {
    const std::string_view written = text_.substr(comment.span.begin, comment.span.end - comment.span.begin);
    if (!written.starts_with('#') || (comment.span.begin == 0 && written.starts_with("#!")))
        return std::string(written);
    return "--" + std::string(written.substr(1));
}

}  // namespace phonon::lang
