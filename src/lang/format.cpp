#include "lang/format.hpp"

#include <fmt/format.h>

#include "lang/format_printer.hpp"
#include "lang/parser.hpp"

namespace phonon::lang {

base::Result<std::string, base::Diagnostics> format(std::string_view text) {
    base::Diagnostics diagnostics;
    const SyntaxTree tree = parse(text, 0, diagnostics);
    if (diagnostics.has_errors()) return base::failure(std::move(diagnostics));
    return FormatPrinter(text, tree).print();
}

std::string FormatPrinter::print() {
    if (text_.starts_with("\xEF\xBB\xBF")) writer_.passed(3);
    for (const Statement& s : tree_.statements) {
        writer_.between_statements(s.span.begin);
        statement(s);
        writer_.passed(s.span.end);
    }
    return writer_.finish();
}

void FormatPrinter::statement(const Statement& s) {
    using Type = Statement::Type;
    head(s);
    switch (s.type) {
        case Type::bus:
        case Type::stem: separator("$"); break;
        case Type::chain:
        case Type::all: separator("#"); break;
        case Type::master:
            if (s.raw) {
                colon(true);
                writer_.token({writer_.next_in_source(), s.span.end, 0}, "raw");
            } else {
                separator("#");
            }
            break;
        case Type::tempo:
        case Type::seed: colon(true); break;
        case Type::import:
        case Type::samples:
            writer_.token({s.path_span.begin - 1, s.path_span.end + 1, 0}, fmt::format("\"{}\"", s.path));
            break;
        case Type::command:
            for (const ExprPtr& a : s.arguments) expression(*a);
            if (s.value) separator("$");
            break;
        case Type::error: break;
    }
    if (s.value) expression(*s.value);
    if (s.type == Type::tempo)
        for (const ExprPtr& beats : s.arguments) argument(*beats);
    where(s);
}

void FormatPrinter::head(const Statement& s) {
    const bool has_forms = s.type == Statement::Type::stem || s.type == Statement::Type::tempo;
    writer_.token(s.head_span, has_forms ? std::string_view(s.name) : source(s.head_span), Gap::none);
    for (const Parameter& p : s.parameters) {
        writer_.token(p.span, p.name);
        if (!p.by_default) continue;
        writer_.added("=");
        expression(*p.by_default, Gap::join);
    }
}

// `$` or `#`, whatever was written in its place.
void FormatPrinter::separator(std::string_view shown) {
    const std::uint32_t at = writer_.next_in_source();
    writer_.token({at, at + 1, 0}, shown);
}

// The colon behind a setting, whether it was written so, as `=`, as `$` or not at all.
void FormatPrinter::colon(bool shown) {
    if (shown) writer_.added(":");
    const std::uint32_t at = writer_.next_in_source();
    if (at < text_.size() && (text_[at] == ':' || text_[at] == '=' || text_[at] == '$')) writer_.passed(at + 1);
}

void FormatPrinter::where(const Statement& s) {
    for (std::size_t i = 0; i < s.where.size(); ++i) {
        const Where& w = s.where[i];
        if (i == 0) {
            const std::uint32_t at = writer_.next_in_source();
            writer_.token({at, at + 5, 0}, "where");
        } else {
            writer_.added(",");
        }
        writer_.token(w.span, w.name);
        separator("=");
        expression(*w.value);
    }
}

}  // namespace phonon::lang
