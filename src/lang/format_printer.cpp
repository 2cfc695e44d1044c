#include "lang/format_printer.hpp"

#include <fmt/format.h>

#include "lang/statement_words.hpp"

namespace phonon::lang {

namespace {

using Type = Expr::Type;

bool is_section(const Expr& e) noexcept {
    return e.type == Type::left_section || e.type == Type::right_section || e.type == Type::operator_word;
}

bool is_bare_name(const Expr& e) noexcept {
    return (e.type == Type::word || e.type == Type::bus) && e.arguments.empty() && e.keywords.empty();
}

bool is_atom(const Expr& e) noexcept {
    return e.type == Type::number || e.type == Type::text || e.type == Type::list || e.type == Type::bracket ||
           is_section(e) || is_bare_name(e);
}

}  // namespace

void FormatPrinter::expression(const Expr& e, Gap gap) {
    switch (e.type) {
        case Type::number: writer_.token(e.span, number_text(e), gap); break;
        case Type::text: writer_.token(e.span, source(e.span), gap); break;
        case Type::word:
        case Type::bus: call(e, gap); break;
        case Type::list: list(e, gap); break;
        case Type::bracket:
        case Type::left_section:
        case Type::right_section:
        case Type::operator_word: round(e, gap); break;
        case Type::negate: negation(e, gap); break;
        case Type::binary:
            expression(*e.items[0], gap);
            op(e.op);
            expression(*e.items[1]);
            break;
        case Type::compose:
            expression(*e.items[0], gap);
            for (std::size_t i = 1; i < e.items.size(); ++i) {
                const std::uint32_t dot = writer_.next_in_source();
                writer_.token({dot, dot + 1, 0}, ".");
                expression(*e.items[i]);
            }
            break;
        case Type::pipes:
            expression(*e.items[0], gap);
            for (const PipeStep& step : e.steps) {
                op(step.op);
                expression(*step.right);
            }
            break;
        case Type::error: break;
    }
    writer_.passed(e.span.end);
}

void FormatPrinter::op(const OperatorUse& use, Gap gap) { writer_.token(use.span, source(use.span), gap); }

// Arguments by name stand among the others in the order of the text.
void FormatPrinter::call(const Expr& e, Gap gap) {
    writer_.token(e.name_span, source(e.name_span), gap);
    auto named = e.keywords.begin();
    const auto named_before = [&](std::uint32_t end) {
        for (; named != e.keywords.end() && named->name_span.begin < end; ++named) {
            writer_.token(named->name_span, fmt::format(":{}", named->name));
            argument(*named->value);
        }
    };
    for (const ExprPtr& a : e.arguments) {
        named_before(a->span.begin);
        argument(*a);
    }
    named_before(UINT32_MAX);
}

void FormatPrinter::argument(const Expr& e, Gap gap) {
    if (drops_brackets(e)) {
        expression(*e.items[0], gap);
        writer_.passed(e.span.end);
    } else if (needs_brackets(e)) {
        writer_.added_opening("(");
        writer_.open();
        expression(e);
        writer_.close();
        writer_.added(")");
    } else {
        expression(e, gap);
    }
}

// f(a + b, c) of older files.
bool FormatPrinter::needs_brackets(const Expr& argument) const {
    if (argument.type == Type::negate) return !is_atom(*argument.items[0]);
    // At the start of a line these would begin a statement.
    if (argument.type == Type::word && is_bare_name(argument) && writer_.depth() == 0 &&
        writer_.breaks_before(argument.span) &&
        (stem_number(argument.name) || is_setting_word(argument.name) || is_file_word(argument.name) ||
         find_command(argument.name) || argument.name == "master" || argument.name == "all" ||
         argument.name == "where"))
        return true;
    return !is_atom(argument);
}

// f(55) of older files: brackets that touch the word before them, around an atom.
bool FormatPrinter::drops_brackets(const Expr& argument) const {
    if (argument.type != Type::bracket || argument.span.begin == 0) return false;
    const char before = text_[argument.span.begin - 1];
    const bool touches = before != ' ' && before != '\t' && before != '\n' && before != '\r' && before != '(' &&
                         before != ',' && before != '=';
    return touches && is_atom(*argument.items[0]) && !needs_brackets(*argument.items[0]);
}

void FormatPrinter::list(const Expr& e, Gap gap) {
    opened(e, gap, "[");
    for (std::size_t i = 0; i < e.items.size(); ++i) {
        if (i > 0) writer_.added(",");
        expression(*e.items[i], i == 0 ? Gap::none : Gap::blank);
    }
    closed(e, "]");
}

void FormatPrinter::round(const Expr& e, Gap gap) {
    opened(e, gap, "(");
    if (e.type == Type::left_section || e.type == Type::operator_word) op(e.op, Gap::none);
    if (!e.items.empty()) expression(*e.items[0], e.type == Type::left_section ? Gap::blank : Gap::none);
    if (e.type == Type::right_section) op(e.op);
    closed(e, ")");
}

// The operand touches its sign, so that it is one among the arguments of a call, too.
void FormatPrinter::negation(const Expr& e, Gap gap) {
    writer_.token({e.span.begin, e.span.begin + 1, 0}, "-", gap);
    expression(*e.items[0], Gap::join);
}

void FormatPrinter::opened(const Expr& e, Gap gap, std::string_view bracket) {
    const bool own = source(e.span).starts_with(bracket);
    if (own)
        writer_.token({e.span.begin, e.span.begin + 1, 0}, bracket, gap);
    else if (gap == Gap::join)
        writer_.added(bracket);
    else
        writer_.added_opening(bracket);
    writer_.open();
}

void FormatPrinter::closed(const Expr& e, std::string_view bracket) {
    writer_.close();
    if (source(e.span).ends_with(bracket))
        writer_.token({e.span.end - 1, e.span.end, 0}, bracket, Gap::none);
    else
        writer_.added(bracket);
}

std::string FormatPrinter::number_text(const Expr& e) const {
    std::string shown;
    std::string_view written = source(e.span);
    if (written.starts_with('-')) {
        shown = "-";
        // The sign may stand apart: `- 6db`, even with a comment between.
        if (const std::size_t blank = written.find_last_of(" \t\r\n"); blank != written.npos)
            written = written.substr(blank);
        written = written.substr(1);
    }
    for (const char c : written) shown += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return shown;
}

}  // namespace phonon::lang
