// The forms of statements: LANGUAGE.md 3.
#include <fmt/format.h>

#include "base/diagnostics.hpp"
#include "lang/foreign_words.hpp"
#include "lang/layout.hpp"
#include "lang/parser_state.hpp"
#include "lang/statement_words.hpp"

namespace phonon::lang {

namespace {

std::string lower_case(std::string_view word) {
    std::string small(word);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

}  // namespace

void Parser::statement(SyntaxTree& tree) {
    unclosed_reported_ = beats_may_follow_ = in_where_ = false;
    open_.clear();
    const std::size_t first = at_;
    if (!peek().first_column && looks_like_head(tokens_, at_, text_, true))
        fault(Code::unknown_statement, peek().span,
              fmt::format("`{}` begins a statement, but not in the first column", text_of(peek())),
              "remove the blanks before it");
    Statement s = read_statement();
    if (is_word(peek(), "where")) where_clause(s);
    if (!at_end() && !(peek().first_on_line && looks_like_head(tokens_, at_, text_, false))) {
        unexpected();
        give_up_statement();
    }
    if (at_ == first) ++at_;
    s.span = base::cover(tokens_[first].span, previous().span);
    tree.statements.push_back(std::move(s));
}

Statement Parser::read_statement() {
    Statement s;
    const bool faulty = peek().type == Type::unreadable;
    while (peek().type == Type::unreadable) take();
    const Token& head = peek();
    s.head_span = head.span;
    if (at_end()) return s;
    if (head.type == Type::bus) {
        bus_definition(s);
    } else if (head.type == Type::word && !faulty) {
        const std::string_view word = text_of(head);
        if (const auto number = stem_number(word))
            stem(s, *number);
        else if (word == "master" || word == "all")
            master_or_all(s);
        else if (is_setting_word(word))
            setting(s);
        else if (is_file_word(word))
            file_statement(s);
        else if (find_command(word))
            command(s, word);
        else
            stray_word(s);
    } else if (faulty) {
        give_up_statement();  // `@name: ...` and the like: the fault has been reported
    } else {
        stray_line();
    }
    return s;
}

bool Parser::take_separator() {
    if (!is_op(peek(), "$") && peek().type != Type::colon && peek().type != Type::equals) return false;
    take();
    return true;
}

// `~name # chain` written `~name $ # chain` or `~name: # chain` is understood, and reported.
void Parser::value_behind_separator(Statement& s) {
    const Token& separator = previous();
    if (s.type == Statement::Type::bus && is_op(peek(), "#")) {
        fault(Code::missing_expression, separator.span,
              fmt::format("nothing stands between `{}` and `#`", text_of(separator)),
              fmt::format("a chain of effects is written `{} # ...`", text_of(s.head_span)));
        take();
        s.type = Statement::Type::chain;
    }
    s.value = operand_of(previous(), &Parser::expression);
}

void Parser::bus_definition(Statement& s) {
    const Token& head = take();
    s.type = Statement::Type::bus;
    s.name = std::string(text_of(head).substr(1));
    const std::size_t behind_head = at_;
    const bool understood = parameters(s);
    if (understood && take_separator()) return value_behind_separator(s);
    if (understood && is_op(peek(), "#")) {
        const Token& hash = take();
        s.type = Statement::Type::chain;
        s.value = operand_of(hash, &Parser::expression);
        return;
    }
    s.parameters.clear();
    at_ = behind_head;
    if (at_end()) {
        fault(Code::missing_separator, head.span, fmt::format("`{}` stands alone", text_of(head)),
              fmt::format("`{0} $ ...` defines it, `out $ {0}` plays it", text_of(head)));
        s.type = Statement::Type::error;
        return;
    }
    const base::TextSpan rest{peek().span.begin, tokens_[limit_ - 1].span.end, file_};
    fault(Code::missing_separator, peek().span, fmt::format("the definition of `{}` has no `$`", text_of(head)),
          fmt::format("write `{} $ {}`", text_of(head), excerpt(rest)));
    if (starts_expression(peek()))
        s.value = expression();
    else
        s.value = missing(peek().span);
}

// False where no separator follows what may be parameters.
bool Parser::parameters(Statement& s) {
    for (;;) {
        const Token& token = peek();
        if (token.type == Type::word) {
            take();
            Parameter p{std::string(text_of(token)), token.span, nullptr};
            if (peek().type == Type::equals && !peek().blank_before && !peek().blank_after) {
                const Token& equals = take();
                p.by_default = is_op(peek(), "-") ? signed_atom() : operand_of(equals, &Parser::atom);
            }
            s.parameters.push_back(std::move(p));
        } else if ((token.type == Type::number || token.type == Type::text || token.type == Type::bus) &&
                   s.parameters.empty() && (is_op(peek(1), "$") || is_op(peek(1), "#"))) {
            fault(Code::bad_parameter, token.span, fmt::format("`{}` is no name of a parameter", excerpt(token.span)),
                  "a function names its parameters, as in `~pluck freq bright=4 $ ...`");
            take();
        } else {
            return is_op(token, "$") || is_op(token, "#") || token.type == Type::colon || token.type == Type::equals;
        }
    }
}

void Parser::stem(Statement& s, int number) {
    const Token& head = take();
    s.type = Statement::Type::stem;
    s.number = number;
    s.name = number == 0 && text_of(head) == "out" ? "out" : fmt::format("d{}", number);
    if (text_of(head) != "out" && (number < 1 || number > stem_count)) {
        fault(Code::bad_stem, head.span, fmt::format("there is no stem `{}`", text_of(head)),
              fmt::format("the stems are `out` and `d1` to `d{}`", stem_count));
        s.type = Statement::Type::error;
    }
    if (take_separator()) return value_behind_separator(s);
    if (is_op(peek(), "#")) {
        fault(Code::missing_separator, peek().span, fmt::format("`{}` takes a sound, and `$` before it", text_of(head)),
              "`all # ...` and `master # ...` process what is played");
        take();
    } else if (at_end()) {
        fault(Code::missing_separator, head.span, fmt::format("`{}` stands alone", text_of(head)),
              fmt::format("write `{} $ ` and what is to be heard", text_of(head)));
    } else {
        const base::TextSpan rest{peek().span.begin, tokens_[limit_ - 1].span.end, file_};
        fault(Code::missing_separator, peek().span, fmt::format("behind `{}` a `$` is missing", text_of(head)),
              fmt::format("write `{} $ {}`", text_of(head), excerpt(rest)));
    }
    s.value = starts_expression(peek()) ? expression() : missing(behind_previous());
}

void Parser::master_or_all(Statement& s) {
    const Token& head = take();
    const bool is_master = text_of(head) == "master";
    s.type = is_master ? Statement::Type::master : Statement::Type::all;
    if (is_op(peek(), "#")) {
        const Token& hash = take();
        s.value = operand_of(hash, &Parser::expression);
        return;
    }
    const bool separated = take_separator();
    if (is_master && separated && is_word(peek(), "raw")) {
        take();
        s.raw = true;
        return;
    }
    if (is_op(peek(), "#")) take();
    const bool has_value = separated && (peek().type == Type::word || peek().type == Type::bus);
    const base::TextSpan rest{peek().span.begin, tokens_[limit_ - 1].span.end, file_};
    fault(Code::bad_statement, head.span, fmt::format("`{}` takes a chain of effects", text_of(head)),
          has_value   ? fmt::format("write `{} # {}`", text_of(head), excerpt(rest))
          : is_master ? "write `master # limiter -1`, or `master: raw`"
                      : "write `all # reverb 0.5`");
    s.type = Statement::Type::error;
    if (starts_expression(peek())) s.value = expression();
}

void Parser::setting(Statement& s) {
    const Token& head = take();
    s.type = is_tempo_word(text_of(head)) ? Statement::Type::tempo : Statement::Type::seed;
    s.name = s.type == Statement::Type::seed ? "seed" : is_word(head, "bpm") ? "bpm" : "cps";
    beats_may_follow_ = s.name == "bpm";
    if (take_separator())
        value_behind_separator(s);
    else
        s.value = operand_of(head, &Parser::expression);
    if (beats_may_follow_ && starts_argument() && !ends_expression()) s.arguments.push_back(argument());
    beats_may_follow_ = false;
}

void Parser::file_statement(Statement& s) {
    const Token& head = take();
    const bool is_import = text_of(head) == "import";
    s.type = is_import ? Statement::Type::import : Statement::Type::samples;
    take_separator();
    if (peek().type == Type::text) {
        const ExprPtr path = text();
        s.path = path->name;
        s.path_span = path->name_span;
        return;
    }
    fault(Code::bad_statement, at_end() ? head.span : peek().span, fmt::format("`{}` needs a string", text_of(head)),
          is_import ? "write `import \"file.ph\"`" : "write `samples \"folder\"`");
    s.type = Statement::Type::error;
    give_up_statement();
}

void Parser::command(Statement& s, std::string_view word) {
    const Token& head = take();
    const CommandForm& form = *find_command(word);
    s.type = Statement::Type::command;
    s.name = std::string(word);
    while (starts_argument() && !ends_expression()) s.arguments.push_back(argument());
    const std::size_t given = s.arguments.size();
    const bool separated = form.takes_value && take_separator();
    if (separated) value_behind_separator(s);
    const bool complete =
        given >= static_cast<std::size_t>(form.fewest) && given <= static_cast<std::size_t>(form.most);
    if (complete && separated == form.takes_value) return;
    fault(Code::bad_statement, base::cover(head.span, previous().span),
          fmt::format("`{}` is not written like this", word), fmt::format("write `{}`", form.usage));
    s.type = Statement::Type::error;
    give_up_statement();
}

// A word that begins no statement. `bass $ saw 55` lacks its ~ and is read as if it had it.
void Parser::stray_word(Statement& s) {
    const Token& head = peek();
    const std::string word(text_of(head));
    const bool defines = is_op(peek(1), "$") || peek(1).type == Type::colon ||
                         (peek(1).type == Type::equals && (peek(1).blank_before || peek(1).blank_after));
    const bool command_like = find_command(word) != nullptr;
    if (const std::string_view help = help_for_foreign_statement(word); !help.empty() && !defines && !command_like) {
        fault(Code::unknown_statement, head.span, fmt::format("`{}` begins no statement", word), std::string(help));
        return give_up_statement();
    }
    if (word == "outmix" || word == "buffer") {
        fault(Code::unknown_statement, head.span,
              fmt::format("`{}` is a setting of older files and is not needed", word), "leave the line out");
        return give_up_statement();
    }
    if (!defines) return stray_line();
    std::string_view near = base::nearest(word, statement_words());
    const std::string small = lower_case(word);
    if (stem_number(small)) near = small;
    fault(Code::unknown_statement, head.span, fmt::format("`{}` is no output and no setting", word),
          near.empty() ? fmt::format("a bus is written `~{} $ ...`", word)
                       : fmt::format("did you mean `{}`? A bus is written `~{} $ ...`", near, word));
    take();
    take();
    s.type = near.empty() ? Statement::Type::bus : Statement::Type::error;
    s.name = word;
    s.value = starts_expression(peek()) ? expression() : missing(behind_previous());
}

void Parser::stray_line() {
    const Token& head = peek();
    const base::TextSpan rest{head.span.begin, tokens_[limit_ - 1].span.end, file_};
    if (head.type == Type::op && !is_op(head, "-")) {
        const bool named_pattern = is_op(head, "%");
        const bool label = is_op(head, "$") && peek(1).type == Type::colon && !peek(1).blank_before;
        fault(Code::unknown_statement, head.span, fmt::format("a statement cannot begin with `{}`", text_of(head)),
              named_pattern ? "a named pattern is a bus: `~name $ ...`"
              : label       ? "an output has a name: `d1 $ ...`, `d2 $ ...`"
                            : "indent the line if it goes on with the one above");
        take();
        if (label) take();
        if (named_pattern || !starts_expression(peek())) return give_up_statement();
    } else if (!starts_expression(head)) {
        unexpected();
        return give_up_statement();
    } else {
        const std::string_view near =
            head.type == Type::word ? base::nearest(text_of(head), statement_words()) : std::string_view();
        fault(Code::unknown_statement, head.span, fmt::format("a statement cannot begin with `{}`", excerpt(head.span)),
              !near.empty()
                  ? fmt::format("did you mean `{}`?", near)
                  : fmt::format("write `out $ {}` to hear it, or indent the line if it goes on with the one above",
                                excerpt(rest)));
    }
    expression();  // for the faults inside it
}

void Parser::where_clause(Statement& s) {
    in_where_ = true;
    do {
        take();
        const Token& name = peek();
        if (name.type != Type::word || peek(1).type != Type::equals) {
            fault(Code::bad_where, at_end() ? behind_previous() : name.span, "`where` needs a name, `=` and a value",
                  "write `where m = 0.5`, and commas between several");
            return give_up_statement();
        }
        do {
            const Token& defined = take();
            const Token& equals = take();
            s.where.push_back({std::string(text_of(defined)), defined.span, operand_of(equals, &Parser::expression)});
        } while (begins_where_definition(0) && peek().first_on_line);
    } while (peek().type == Type::comma || is_word(peek(), "where"));
    in_where_ = false;
}

}  // namespace phonon::lang
