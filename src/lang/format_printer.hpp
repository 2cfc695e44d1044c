// The tree in its canonical form, token by token. Private to the formatter.
#pragma once

#include "lang/format_writer.hpp"

namespace phonon::lang {

class FormatPrinter {
public:
    FormatPrinter(std::string_view text, const SyntaxTree& tree)
        : text_(text), tree_(tree), writer_(text, tree.comments) {}
    std::string print();

private:
    void statement(const Statement& s);
    void head(const Statement& s);
    void separator(std::string_view shown);
    void colon(bool shown);
    void where(const Statement& s);

    void expression(const Expr& e, Gap gap = Gap::blank);
    void call(const Expr& e, Gap gap);
    void argument(const Expr& e, Gap gap = Gap::blank);
    void list(const Expr& e, Gap gap);
    void round(const Expr& e, Gap gap);
    void negation(const Expr& e, Gap gap);
    void opened(const Expr& e, Gap gap, std::string_view bracket);
    void closed(const Expr& e, std::string_view bracket);
    void op(const OperatorUse& use, Gap gap = Gap::blank);

    bool needs_brackets(const Expr& argument) const;
    bool drops_brackets(const Expr& argument) const;
    std::string number_text(const Expr& e) const;
    std::string_view source(TextSpan span) const { return text_.substr(span.begin, span.end - span.begin); }

    std::string_view text_;
    const SyntaxTree& tree_;
    FormatWriter writer_;
};

}  // namespace phonon::lang
