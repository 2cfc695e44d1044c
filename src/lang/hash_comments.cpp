#include "lang/hash_comments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsp/unit/table.hpp"
#include "lang/parser.hpp"
#include "pattern/word.hpp"

namespace phonon::lang {

namespace {

bool belongs_to_chains(std::string_view word) {
    if (word.size() > 1 && word.front() == '~') return true;
    if (dsp::find_unit(word)) return true;
    const pattern::Word* known = pattern::find_word(word);
    return known && known->kind == pattern::WordKind::control;
}

bool is_known(const Expr& e) {
    if (e.type != Expr::Type::word) return true;
    return dsp::find_unit(e.name) != nullptr || pattern::find_word(e.name) != nullptr;
}

// Whether the text could stand behind a `#`: it parses, and its words have a meaning. "pan the drums" is prose.
bool is_chain(std::string_view text) {
    base::Diagnostics faults;
    const ExprPtr chain = parse_expression(text, 0, faults);
    if (!faults.all().empty()) return false;
    std::vector<const Expr*> open{chain.get()};
    while (!open.empty()) {
        const Expr& e = *open.back();
        open.pop_back();
        if (!is_known(e)) return false;
        for (const ExprPtr& item : e.items) open.push_back(item.get());
        for (const ExprPtr& argument : e.arguments) open.push_back(argument.get());
        for (const PipeStep& step : e.steps) open.push_back(step.right.get());
    }
    return true;
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
        if (word.empty() || !belongs_to_chains(word) || !is_chain(line)) continue;
        diagnostics.add(base::Code::hash_comment, {comment.span.begin, comment.span.begin + 1, comment.span.file},
                        fmt::format("this line is a comment, though it looks like a chain with `{}`", word),
                        "indent it to go on with the line above, or begin the comment with `--`");
    }
}

}  // namespace phonon::lang
