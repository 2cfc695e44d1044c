// Finds the loops among buses and says which delay they get (LANGUAGE.md 9). A loop through the wet path of a `delay`
// is cut there and needs no note; any other is cut for one quantum of 64 frames.
#include <fmt/format.h>

#include <algorithm>

#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

namespace {

using Op = SignalNode::Op;

// The buses whose sound reaches the end of `tree` without passing through a delay line.
std::vector<int> direct_inputs(const Signal& tree) {
    std::vector<int> buses;
    std::unordered_set<const SignalNode*> seen{tree.get()};
    std::vector<const SignalNode*> open{tree.get()};
    while (!open.empty()) {
        const SignalNode* node = open.back();
        open.pop_back();
        if (node->op == Op::bus) buses.push_back(node->bus);
        const bool line = node->op == Op::unit && node->unit->name == "delay";
        for (std::size_t i = line ? 1 : 0; i < node->inputs.size(); ++i) {
            const SignalNode* input = node->inputs[i].get();
            if (input != nullptr && seen.insert(input).second) open.push_back(input);
        }
    }
    std::sort(buses.begin(), buses.end());
    buses.erase(std::unique(buses.begin(), buses.end()), buses.end());
    return buses;
}

// Groups of nodes that reach each other (Tarjan 1972), without recursion; only groups that hold a cycle.
std::vector<std::vector<int>> loops(const std::vector<std::vector<int>>& uses) {
    const int count = static_cast<int>(uses.size());
    std::vector<int> order(uses.size(), -1), low(uses.size());
    std::vector<bool> on_stack(uses.size());
    std::vector<int> stack;
    std::vector<std::vector<int>> found;
    int next = 0;
    struct Step {
        int node;
        std::size_t edge = 0;
    };
    const auto at = [](int i) { return static_cast<std::size_t>(i); };
    for (int root = 0; root < count; ++root) {
        if (order[at(root)] >= 0) continue;
        std::vector<Step> walk{{root}};
        while (!walk.empty()) {
            const int node = walk.back().node;
            if (walk.back().edge == 0) {
                order[at(node)] = low[at(node)] = next++;
                stack.push_back(node);
                on_stack[at(node)] = true;
            }
            if (walk.back().edge < uses[at(node)].size()) {
                const int to = uses[at(node)][walk.back().edge++];
                if (order[at(to)] < 0)
                    walk.push_back({to});
                else if (on_stack[at(to)])
                    low[at(node)] = std::min(low[at(node)], order[at(to)]);
                continue;
            }
            walk.pop_back();
            if (!walk.empty()) low[at(walk.back().node)] = std::min(low[at(walk.back().node)], low[at(node)]);
            if (low[at(node)] != order[at(node)]) continue;
            std::vector<int> group;
            while (true) {
                const int member = stack.back();
                stack.pop_back();
                on_stack[at(member)] = false;
                group.push_back(member);
                if (member == node) break;
            }
            const auto& own = uses[at(node)];
            if (group.size() > 1 || std::find(own.begin(), own.end(), node) != own.end()) {
                std::sort(group.begin(), group.end());
                found.push_back(std::move(group));
            }
        }
    }
    return found;
}

}  // namespace

void Evaluator::note_feedback() {
    std::vector<std::vector<int>> uses;
    for (const Bus& bus : program_.buses) uses.push_back(direct_inputs(bus.signal));
    for (const std::vector<int>& loop : loops(uses)) {
        std::string names;
        for (const int bus : loop)
            names +=
                fmt::format("{}`~{}`", names.empty() ? "" : ", ", program_.buses[static_cast<std::size_t>(bus)].name);
        report_.say({Code::feedback,
                     program_.buses[static_cast<std::size_t>(loop.front())].span,
                     loop.size() == 1 ? fmt::format("{} feeds back into itself, one quantum of 64 frames late", names)
                                      : fmt::format("{} form a loop, closed one quantum of 64 frames late", names),
                     "a `delay` in the loop sets the time of the feedback exactly",
                     {}});
    }
}

}  // namespace phonon::lang::passes
