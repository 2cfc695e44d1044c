#include "tree_text.hpp"

#include <fmt/format.h>

namespace phonon::lang {

namespace {

std::string op_text(const OperatorUse& use) {
    constexpr const char* plain[] = {"+", "-", "*", "/", "%", "**", "#", "$", "<~", "~>"};
    constexpr const char* functions[] = {"+", "-", "*", "/", "%", "**", "++", ">", "<"};
    if (use.op != Operator::structure) return plain[static_cast<int>(use.op)];
    return fmt::format("{}{}{}",
                       use.side == StructureSide::squeeze ? "||"
                       : use.side != StructureSide::right ? "|"
                                                          : "",
                       functions[static_cast<int>(use.function)],
                       use.side == StructureSide::right || use.side == StructureSide::both ? "|" : "");
}

const Expr& unwrapped(const Expr& argument) {
    const bool atom = argument.type == Expr::Type::bracket && argument.items[0]->arguments.empty() &&
                      argument.items[0]->keywords.empty();
    if (!atom) return argument;
    switch (argument.items[0]->type) {
        case Expr::Type::number:
        case Expr::Type::text:
        case Expr::Type::word:
        case Expr::Type::bus:
        case Expr::Type::list:
        case Expr::Type::bracket:
        case Expr::Type::left_section:
        case Expr::Type::right_section:
        case Expr::Type::operator_word: return unwrapped(*argument.items[0]);
        default: return argument;
    }
}

// An argument of older files stands without brackets where the canonical form needs them.
std::string argument_text(const Expr& argument) {
    const Expr& inner = unwrapped(argument);
    const std::string text = tree_text(inner);
    switch (inner.type) {
        case Expr::Type::negate: {
            const Expr& operand = *inner.items[0];
            const bool called = !operand.arguments.empty() || !operand.keywords.empty();
            return called || operand.type == Expr::Type::compose ? "(" + text + ")" : text;
        }
        case Expr::Type::binary:
        case Expr::Type::compose:
        case Expr::Type::pipes: return "(" + text + ")";
        case Expr::Type::word:
        case Expr::Type::bus: return inner.arguments.empty() && inner.keywords.empty() ? text : "(" + text + ")";
        default: return text;
    }
}

}  // namespace

std::string tree_text(const Expr& e) {
    constexpr const char* units[] = {"", "ms", "s", "hz", "khz", "db", "st"};
    std::string out;
    switch (e.type) {
        case Expr::Type::number:
            out = e.exact ? e.exact->to_string() : fmt::format("{}", e.number);
            if (e.exact && e.exact->to_double() != e.number) out += fmt::format("!{}", e.number);
            return out + units[static_cast<int>(e.unit)];
        case Expr::Type::text: return "\"" + e.name + "\"";
        case Expr::Type::word:
        case Expr::Type::bus:
            out = (e.type == Expr::Type::bus ? "~" : "") + e.name;
            for (const ExprPtr& a : e.arguments) out += " " + argument_text(*a);
            for (const KeywordArgument& k : e.keywords) out += " :" + k.name + " " + argument_text(*k.value);
            return out;
        case Expr::Type::list:
            for (const ExprPtr& i : e.items) out += (out.empty() ? "" : ", ") + tree_text(*i);
            return "[" + out + "]";
        case Expr::Type::bracket: return "(" + tree_text(*e.items[0]) + ")";
        case Expr::Type::negate: return "neg " + tree_text(*e.items[0]);
        case Expr::Type::binary:
            return fmt::format("<{} {} {}>", tree_text(*e.items[0]), op_text(e.op), tree_text(*e.items[1]));
        case Expr::Type::compose:
            for (const ExprPtr& i : e.items) out += (out.empty() ? "" : " . ") + tree_text(*i);
            return "{" + out + "}";
        case Expr::Type::pipes:
            out = tree_text(*e.items[0]);
            for (const PipeStep& s : e.steps) out += " | " + op_text(s.op) + " " + tree_text(*s.right);
            return out;
        case Expr::Type::left_section: return fmt::format("(OP {} {})", op_text(e.op), tree_text(*e.items[0]));
        case Expr::Type::right_section: return fmt::format("({} {} OP)", tree_text(*e.items[0]), op_text(e.op));
        case Expr::Type::operator_word: return "(" + op_text(e.op) + ")";
        case Expr::Type::error: return "ERROR";
    }
    return out;
}

std::string tree_text(const SyntaxTree& tree) {
    constexpr const char* types[] = {"bus",  "chain",  "stem",    "master",  "all",  "tempo",
                                     "seed", "import", "samples", "command", "error"};
    std::string out;
    for (const Statement& s : tree.statements) {
        out += types[static_cast<int>(s.type)];
        if (!s.name.empty()) out += " " + s.name;
        if (s.type == Statement::Type::stem) out += fmt::format("({})", s.number);
        for (const Parameter& p : s.parameters)
            out += " " + p.name + (p.by_default ? "=" + tree_text(*p.by_default) : "");
        for (const ExprPtr& a : s.arguments) out += " " + argument_text(*a);
        if (!s.path.empty()) out += " <" + s.path + ">";
        if (s.raw) out += " raw";
        if (s.value) out += " := " + tree_text(*s.value);
        for (const Where& w : s.where) out += " WHERE " + w.name + " = " + tree_text(*w.value);
        out += "\n";
    }
    return out;
}

}  // namespace phonon::lang
