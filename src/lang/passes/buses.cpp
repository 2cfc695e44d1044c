// Buses, chains and functions: what a name with ~ stands for.
#include <fmt/format.h>

#include <algorithm>

#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

namespace {

// Uses of functions inside uses of functions: a bound that no music needs and that a doubling definition meets quickly.
constexpr long function_use_limit = 100'000;

// Whether a bus that uses itself holds nothing but patterns and arithmetic: then it was meant as a pattern.
bool is_pattern_of_itself(const Signal& tree, int bus) {
    bool patterns = false, sounds = false;
    std::unordered_set<const SignalNode*> seen;
    for_each_node(tree, seen, [&](const Signal& node) {
        switch (node->op) {
            case SignalNode::Op::number: break;
            case SignalNode::Op::control:
            case SignalNode::Op::continuous: patterns = true; break;
            case SignalNode::Op::bus: sounds = sounds || node->bus != bus; break;
            case SignalNode::Op::unit: {
                const std::string_view name = node->unit->name;
                constexpr std::string_view arithmetic[] = {"add", "sub", "mul", "div", "mod", "pow"};
                const auto* end = std::end(arithmetic);
                sounds = sounds || std::find(std::begin(arithmetic), end, name) == end;
                break;
            }
            default: sounds = true;
        }
    });
    return patterns && !sounds;
}

std::string usage(const Statement& f) {
    std::string text;
    for (const Parameter& p : f.parameters) {
        if (!text.empty()) text += ", ";
        text += p.name;
        if (p.by_default) text += " (optional)";
    }
    return fmt::format("`~{}` takes {}", f.name, text.empty() ? "no arguments" : text);
}

}  // namespace

Value Evaluator::unknown_bus(const std::string& name, TextSpan span) {
    const std::string near = near_bus(name);
    return fault(Code::unknown_bus, span, fmt::format("there is no bus `~{}`", name),
                 near.empty() ? fmt::format("define it: ~{} $ ...", name) : fmt::format("did you mean `{}`?", near));
}

Value Evaluator::evaluate_bus(const Expr& e, const ScopePtr& scope) {
    const auto at = definitions_.buses.find(e.name);
    if (at == definitions_.buses.end()) {
        evaluate_arguments(e, scope);
        return unknown_bus(e.name, e.name_span);
    }
    const Statement& s = *at->second;
    if (s.type == Statement::Type::bus && s.parameters.empty()) {
        std::vector<Value> arguments = evaluate_arguments(e, scope);
        Value v = bus_value(e.name, e.span);
        if (arguments.empty() && e.keywords.empty()) {
            // Inside an instrument the envelopes of a chain follow the voice.
            return v.is(Kind::chain) && scope->in_instrument ? evaluate_body(s, scope_of(s, {}, true)).at(e.span) : v;
        }
        if (v.is(Kind::transform) && arguments.size() == 1) return apply_transform(v.transform(), arguments[0], e.span);
        return fault(Code::too_many_arguments, e.span,
                     fmt::format("`~{}` is no function, so it takes no arguments", e.name),
                     fmt::format("a function names its parameters: ~{} a b $ ...", e.name));
    }
    auto arguments = function_arguments(s, e, scope);
    if (!arguments) return failed(e.span);
    if (s.type == Statement::Type::chain) return chain_of(s, std::move(*arguments), scope->in_instrument, e.span);
    if (scope->in_instrument) {
        // Envelopes inside a function follow the voice that plays it.
        const ScopePtr inner = scope_of(s, *arguments, true);
        return evaluate_body(s, inner).at(e.span);
    }
    return call_function(s, std::move(*arguments), e.span);
}

std::optional<std::vector<Value>> Evaluator::function_arguments(const Statement& f, const Expr& e,
                                                                const ScopePtr& scope) {
    std::vector<Value> given = evaluate_arguments(e, scope);
    std::vector<Value> values(f.parameters.size());
    std::vector<bool> set(f.parameters.size());
    bool good = true;
    if (given.size() > values.size()) {
        fault(Code::too_many_arguments, given[values.size()].span, fmt::format("too many arguments for `~{}`", f.name),
              usage(f));
        good = false;
    }
    for (std::size_t i = 0; i < std::min(given.size(), values.size()); ++i) {
        values[i] = std::move(given[i]);
        set[i] = true;
    }
    for (const KeywordArgument& k : e.keywords) {
        Value v = evaluate(*k.value, scope);
        std::size_t at = 0;
        while (at < f.parameters.size() && f.parameters[at].name != k.name) ++at;
        if (at == f.parameters.size()) {
            fault(Code::unknown_keyword, k.name_span, fmt::format("`~{}` has no parameter `{}`", f.name, k.name),
                  usage(f));
            good = false;
        } else if (set[at]) {
            fault(Code::argument_twice, k.name_span, fmt::format("`{}` is given twice", k.name));
            good = false;
        } else {
            values[at] = std::move(v);
            set[at] = true;
        }
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (set[i]) continue;
        if (!f.parameters[i].by_default) {
            if (good) {
                fault(Code::missing_argument, e.name_span,
                      fmt::format("`~{}` needs its parameter `{}`", f.name, f.parameters[i].name), usage(f));
            }
            good = false;
            continue;
        }
        values[i] = evaluate(*f.parameters[i].by_default, global_);
    }
    return good ? std::optional(std::move(values)) : std::nullopt;
}

ScopePtr Evaluator::scope_of(const Statement& s, const std::vector<Value>& arguments, bool in_instrument) {
    auto scope = std::make_shared<Scope>();
    scope->in_instrument = in_instrument;
    if (!s.parameters.empty() || !s.where.empty() || in_instrument) scope->id = ++next_scope_;
    for (std::size_t i = 0; i < s.parameters.size() && i < arguments.size(); ++i) {
        scope->values.insert_or_assign(s.parameters[i].name, arguments[i]);
    }
    for (const Where& w : s.where) scope->locals[w.name].value = w.value.get();
    return scope;
}

// The value of a definition in its scope; a definition that reaches itself has none.
Value Evaluator::evaluate_body(const Statement& s, const ScopePtr& scope) {
    if (!s.value) return failed(s.span);
    if (++function_uses_ > function_use_limit) {
        return fault(Code::expansion_too_large, s.head_span,
                     fmt::format("the uses of `~{}` and what it uses are too many", s.name),
                     "a bus without parameters is shared by all its uses");
    }
    if (!active_.insert(&s).second) {
        return fault(Code::endless_definition, s.head_span, fmt::format("`~{}` uses itself without end", s.name),
                     "only the sound of a bus without parameters can feed back into itself");
    }
    Value v = evaluate(*s.value, scope);
    active_.erase(&s);
    return v;
}

Value Evaluator::call_function(const Statement& f, std::vector<Value> arguments, TextSpan span) {
    return evaluate_body(f, scope_of(f, arguments, false)).at(span);
}

Value Evaluator::chain_of(const Statement& chain, std::vector<Value> arguments, bool in_instrument, TextSpan span) {
    ChainValue made;
    made.apply = [this, &chain, arguments = std::move(arguments), in_instrument, span](const Value& x) -> Value {
        if (!chain.value) return failed(span);
        if (!active_.insert(&chain).second) {
            return fault(Code::endless_definition, chain.head_span,
                         fmt::format("the chain `~{}` uses itself without end", chain.name));
        }
        Value v = apply_head(*chain.value, scope_of(chain, arguments, in_instrument), x);
        active_.erase(&chain);
        return v.at(span);
    };
    return make_chain(std::move(made), span);
}

Value Evaluator::bus_value(const std::string& name, TextSpan span) {
    BusState& state = buses_[name];
    const Statement& s = *definitions_.buses.find(name)->second;
    if (state.progress == BusState::Progress::busy) {
        state.assumed_signal = true;
        return {bus_node(heard_bus(name), span), span};
    }
    if (state.progress == BusState::Progress::fresh) {
        state.progress = BusState::Progress::busy;
        state.value = evaluate_body(s, scope_of(s, {}, false));
        state.progress = BusState::Progress::done;
        const Value& v = state.value;
        if (v.is(Kind::events)) {
            Controls own = *v.controls();
            if (state.index >= 0) {
                program_.buses[static_cast<std::size_t>(state.index)].signal = events_signal(own, v.span);
                origin_index_.emplace(name, state.index);
            }
            own.origin = name;
            state.value = make_controls(std::move(own), v.span);
        } else if (v.is(Kind::signal)) {
            if (state.assumed_signal && is_pattern_of_itself(v.signal(), state.index)) {
                state.value = fault(Code::endless_definition, s.head_span,
                                    fmt::format("`~{}` is a pattern defined by itself", name),
                                    "only sounds can feed back into themselves");
            } else if (state.index >= 0) {
                program_.buses[static_cast<std::size_t>(state.index)].signal = v.signal();
            }
        } else if (state.assumed_signal && !v.is_error()) {
            state.value =
                fault(Code::endless_definition, s.head_span, fmt::format("`~{}` is defined by itself", name),
                      fmt::format("only sounds can feed back into themselves, and this is {}", a_kind(v.kind())));
        }
    }
    return use_bus(name, state, span);
}

Value Evaluator::use_bus(const std::string& name, BusState& state, TextSpan span) {
    if (state.value.is(Kind::signal)) return {bus_node(heard_bus(name), span), span};
    return state.value.at(span);
}

bool Evaluator::fault_of_itself(const Value& v) {
    if (!v.is(Kind::signal) || v.signal()->op != SignalNode::Op::bus) return false;
    const std::string& name = program_.buses[static_cast<std::size_t>(v.signal()->bus)].name;
    const auto state = buses_.find(name);
    if (state == buses_.end() || state->second.progress != BusState::Progress::busy) return false;
    // Told once: the definition itself is not told again.
    state->second.assumed_signal = false;
    fault(Code::endless_definition, v.span, fmt::format("`~{}` is defined by itself", name),
          "only sounds can feed back into themselves");
    return true;
}

int Evaluator::heard_bus(const std::string& name) {
    BusState& state = buses_[name];
    if (state.index < 0) {
        state.index = static_cast<int>(program_.buses.size());
        program_.buses.push_back({name, definitions_.buses.find(name)->second->head_span, nullptr});
        if (state.value.is(Kind::signal)) program_.buses.back().signal = state.value.signal();
    }
    return state.index;
}

// Finds the faults of a function or chain that may never be used: its parameters are unknown, so nothing follows from
// them.
void Evaluator::try_out(const Statement& s) {
    const std::vector<Value> unknown(s.parameters.size());
    if (s.type == Statement::Type::chain) {
        chain_of(s, unknown, false, s.head_span).chain()->apply(failed(s.head_span));
    } else {
        call_function(s, unknown, s.head_span);
    }
    for (const Parameter& p : s.parameters)
        if (p.by_default) evaluate(*p.by_default, global_);
}

}  // namespace phonon::lang::passes
