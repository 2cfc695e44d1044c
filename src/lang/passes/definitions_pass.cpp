// All definitions, used or not: a fault in a bus that nothing plays yet is told too.
#include "lang/passes/evaluator.hpp"
#include "lang/passes/references.hpp"

namespace phonon::lang::passes {

// What a bus uses is evaluated before it, by a walk with its own stack: a thousand buses in a row cost no recursion.
void Evaluator::evaluate_definitions() {
    struct Step {
        const Statement* statement;
        std::vector<const Statement*> needs;
        std::size_t next = 0;
    };
    std::set<const Statement*> visited;
    const auto step_of = [&](const Statement* s) {
        Step step{s, {}, 0};
        for (const std::string& name : buses_named_in(*s)) {
            const auto at = definitions_.buses.find(name);
            if (at != definitions_.buses.end()) step.needs.push_back(at->second);
        }
        return step;
    };
    for (const Statement* root : definitions_.order) {
        if (!visited.insert(root).second) continue;
        std::vector<Step> stack;
        stack.push_back(step_of(root));
        while (!stack.empty()) {
            Step& top = stack.back();
            if (top.next < top.needs.size()) {
                const Statement* need = top.needs[top.next++];
                if (visited.insert(need).second) stack.push_back(step_of(need));
                continue;
            }
            const Statement& s = *top.statement;
            stack.pop_back();
            const bool plain = s.type == Statement::Type::bus && s.parameters.empty();
            if (!plain) {
                try_out(s);
                continue;
            }
            const Value v = bus_value(s.name, s.head_span);
            if (v.is(Kind::chain)) v.chain()->apply(failed(v.span));
        }
    }
}

std::vector<std::pair<std::string, std::string>> Evaluator::kinds() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const Statement* s : definitions_.order) {
        std::string_view kind = "effect chain";
        if (s->type == Statement::Type::bus) {
            const auto state = buses_.find(s->name);
            kind = !s->parameters.empty()  ? "function"
                   : state == buses_.end() ? "error"
                                           : kind_name(state->second.value.kind());
        }
        all.emplace_back("~" + s->name, kind);
    }
    return all;
}

}  // namespace phonon::lang::passes
