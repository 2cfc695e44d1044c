#include "lang/hash_comments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsp/unit/table.hpp"
#include "pattern/word.hpp"

namespace phonon::lang {

namespace {

bool belongs_to_chains(std::string_view word) {
    if (word.size() > 1 && word.front() == '~') return true;
    if (dsp::find_unit(word)) return true;
    const pattern::Word* known = pattern::find_word(word);
    return known && known->kind == pattern::WordKind::control;
}

}  // namespace

void warn_of_hash_comments(std::string_view text, const std::vector<Comment>& comments,
                           base::Diagnostics& diagnostics) {
    constexpr std::string_view blanks = " \t";
    for (const Comment& comment : comments) {
        std::string_view line = text.substr(comment.span.begin, comment.span.end - comment.span.begin);
        if (!line.starts_with('#')) continue;
        line.remove_prefix(std::min(line.size(), line.find_first_not_of(blanks, 1)));
        const std::string_view word = line.substr(0, line.find_first_of(blanks));
        if (word.empty() || !belongs_to_chains(word)) continue;
        diagnostics.add(base::Code::hash_comment, {comment.span.begin, comment.span.begin + 1, comment.span.file},
                        fmt::format("this line is a comment, though it looks like a chain with `{}`", word),
                        "indent it to go on with the line above, or begin the comment with `--`");
    }
}

}  // namespace phonon::lang
