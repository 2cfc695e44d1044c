// Operators as they are written: found in the text by the longest match, and what they mean.
#include <algorithm>
#include <array>

#include "lang/lexer.hpp"

namespace phonon::lang {

namespace {

struct Function {
    std::string_view text;
    StructureFunction function;
};

// Those of two characters come first, so that the first match is the longest.
constexpr std::array<Function, 9> functions{{{"**", StructureFunction::power},
                                             {"++", StructureFunction::append},
                                             {"+", StructureFunction::add},
                                             {"-", StructureFunction::subtract},
                                             {"*", StructureFunction::multiply},
                                             {"/", StructureFunction::divide},
                                             {"%", StructureFunction::modulo},
                                             {">", StructureFunction::set},
                                             {"<", StructureFunction::keep}}};

struct Plain {
    std::string_view text;
    Operator op;
};
constexpr std::array<Plain, 10> plain{{{"**", Operator::power},
                                       {"<~", Operator::shift_early},
                                       {"~>", Operator::shift_late},
                                       {"+", Operator::add},
                                       {"-", Operator::subtract},
                                       {"*", Operator::multiply},
                                       {"/", Operator::divide},
                                       {"%", Operator::modulo},
                                       {"#", Operator::hash},
                                       {"$", Operator::dollar}}};

const Function* function_at(std::string_view text) noexcept {
    const auto found =
        std::find_if(functions.begin(), functions.end(), [&](const Function& f) { return text.starts_with(f.text); });
    return found == functions.end() ? nullptr : &*found;
}

struct Match {
    std::size_t length = 0;
    OperatorUse use;
};

Match match(std::string_view text) noexcept {
    Match m;
    const bool left = text.starts_with('|');
    if (const Function* squeezed = text.starts_with("||") ? function_at(text.substr(2)) : nullptr) {
        m.use.op = Operator::structure;
        m.use.function = squeezed->function;
        m.use.side = StructureSide::squeeze;
        m.length = 2 + squeezed->text.size();
        return m;
    }
    const Function* function = function_at(left ? text.substr(1) : text);
    if (function) {
        const std::size_t behind = (left ? 1 : 0) + function->text.size();
        const bool right = text.substr(behind).starts_with('|');
        if (left || right) {
            m.use.op = Operator::structure;
            m.use.function = function->function;
            m.use.side = left && right ? StructureSide::both : left ? StructureSide::left : StructureSide::right;
            m.length = behind + (right ? 1 : 0);
            return m;
        }
    }
    for (const Plain& p : plain) {
        if (!text.starts_with(p.text)) continue;
        m.use.op = p.op;
        m.length = p.text.size();
        break;
    }
    return m;
}

}  // namespace

std::size_t operator_length(std::string_view text) noexcept { return match(text).length; }

OperatorUse read_operator(std::string_view text, base::TextSpan span) noexcept {
    OperatorUse use = match(text).use;
    use.span = span;
    return use;
}

}  // namespace phonon::lang
