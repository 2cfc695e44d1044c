#include "lang/passes/references.hpp"

#include "pattern/mini.hpp"

namespace phonon::lang::passes {

std::set<std::string> buses_named_in(const Statement& statement) {
    std::set<std::string> names;
    std::vector<const Expr*> open;
    const auto visit = [&](const ExprPtr& e) {
        if (e) open.push_back(e.get());
    };
    visit(statement.value);
    for (const ExprPtr& e : statement.arguments) visit(e);
    for (const Parameter& p : statement.parameters) visit(p.by_default);
    for (const Where& w : statement.where) visit(w.value);
    while (!open.empty()) {
        const Expr& e = *open.back();
        open.pop_back();
        if (e.type == Expr::Type::bus) names.insert(e.name);
        if (e.type == Expr::Type::text && e.name.find_first_of("~^") != std::string::npos) {
            for (const pattern::MiniAtom& atom : pattern::mini_atoms(e.name))
                if (atom.is_bus) names.insert(atom.text);
        }
        for (const ExprPtr& item : e.items) visit(item);
        for (const ExprPtr& item : e.arguments) visit(item);
        for (const KeywordArgument& k : e.keywords) visit(k.value);
        for (const PipeStep& step : e.steps) visit(step.right);
    }
    return names;
}

}  // namespace phonon::lang::passes
