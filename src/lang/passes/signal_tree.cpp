#include "lang/passes/signal_tree.hpp"

namespace phonon::lang::passes {

using Op = SignalNode::Op;

Signal number_node(double number, base::TextSpan span) {
    auto node = std::make_shared<SignalNode>();
    node->op = Op::number;
    node->number = number;
    node->span = span;
    return node;
}

Signal bus_node(int bus, base::TextSpan span) { return leaf_node(Op::bus, span, {}, bus); }

Signal unit_node(const dsp::Facts& unit, std::vector<Signal> inputs, base::TextSpan span) {
    auto node = std::make_shared<SignalNode>();
    node->op = Op::unit;
    node->unit = &unit;
    node->inputs = std::move(inputs);
    node->span = span;
    return node;
}

Signal pattern_node(Op op, pattern::Pattern pattern, base::TextSpan span) {
    auto node = std::make_shared<SignalNode>();
    node->op = op;
    node->pattern = std::move(pattern);
    node->span = span;
    return node;
}

Signal leaf_node(Op op, base::TextSpan span, std::string name, int bus) {
    auto node = std::make_shared<SignalNode>();
    node->op = op;
    node->span = span;
    node->name = std::move(name);
    node->bus = bus;
    return node;
}

namespace {

bool steers_only(const SignalNode& node) noexcept {
    return node.op == Op::number || node.op == Op::control || node.op == Op::continuous || node.op == Op::trigger;
}

}  // namespace

bool carries_sound(const SignalNode& node, std::size_t i) noexcept {
    if (node.op != Op::unit) return false;
    const std::string_view name = node.unit->name;
    if (name == "add" || name == "sub") return true;
    if (name == "mul") {
        // A factor steers: the first input that is more than a number or a pattern is the sound.
        const bool first = !steers_only(*node.inputs[0]) || steers_only(*node.inputs[1]);
        return i == (first ? 0u : 1u);
    }
    for (int k = 0; k < node.unit->input_count(); ++k) {
        if (node.unit->inputs[k].kind == dsp::InputKind::audio) return i == static_cast<std::size_t>(k);
    }
    return node.unit->role == dsp::Role::math && i == 0;
}

void for_each_node(const Signal& root, std::unordered_set<const SignalNode*>& seen,
                   const std::function<void(const Signal&)>& f) {
    if (!root || !seen.insert(root.get()).second) return;
    struct Step {
        Signal node;
        std::size_t next = 0;
    };
    std::vector<Step> stack;
    stack.push_back({root});
    while (!stack.empty()) {
        Step& top = stack.back();
        if (top.next == top.node->inputs.size()) {
            const Signal done = std::move(top.node);
            stack.pop_back();
            f(done);
            continue;
        }
        Signal input = top.node->inputs[top.next++];
        if (input && seen.insert(input.get()).second) stack.push_back({std::move(input)});
    }
}

Signal Rewriter::run(const Signal& root, bool on_path) {
    struct Step {
        Signal node;
        bool on_path;
        std::size_t next = 0;
        std::vector<Signal> inputs;
    };
    std::vector<Step> stack;
    Signal result;
    const auto find = [this](const Signal& node, bool path) -> const Signal* {
        const auto it = made_.find({node.get(), path});
        return it == made_.end() ? nullptr : &it->second.result;
    };
    if (const Signal* known = find(root, on_path)) return *known;
    stack.push_back({root, on_path, 0, {}});
    while (!stack.empty()) {
        Step& top = stack.back();
        if (top.next < top.node->inputs.size()) {
            const Signal& input = top.node->inputs[top.next];
            const bool path = top.on_path && carries_sound(*top.node, top.next);
            if (const Signal* known = find(input, path)) {
                top.inputs.push_back(*known);
                ++top.next;
            } else {
                stack.push_back({input, path, 0, {}});
            }
            continue;
        }
        Step done = std::move(top);
        stack.pop_back();
        result = rebuild_(done.node, done.on_path, std::move(done.inputs));
        made_.insert_or_assign({done.node.get(), done.on_path}, Made{done.node, result});
    }
    return result;
}

Signal with_inputs(const Signal& node, std::vector<Signal> inputs) {
    if (inputs == node->inputs) return node;
    auto copy = std::make_shared<SignalNode>(*node);
    copy->inputs = std::move(inputs);
    return copy;
}

Signal with_name(const Signal& node, std::string name) {
    auto copy = std::make_shared<SignalNode>(*node);
    copy->name = std::move(name);
    return copy;
}

}  // namespace phonon::lang::passes
