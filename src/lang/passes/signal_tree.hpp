// Making, walking and rewriting trees of signals. Trees share parts and may be very deep (a bus with 100,000 effects),
// so nothing here recurses.
#pragma once

#include <functional>
#include <map>
#include <unordered_set>
#include <vector>

#include "lang/program.hpp"

namespace phonon::lang::passes {

Signal number_node(double number, base::TextSpan span);
Signal bus_node(int bus, base::TextSpan span);
Signal unit_node(const dsp::Facts& unit, std::vector<Signal> inputs, base::TextSpan span);
Signal pattern_node(SignalNode::Op op, pattern::Pattern pattern, base::TextSpan span);
Signal leaf_node(SignalNode::Op op, base::TextSpan span, std::string name = {}, int bus = -1);

// Whether input `i` of the node carries its sound on, rather than steering it: what a musician would call the signal
// path.
bool carries_sound(const SignalNode& node, std::size_t i) noexcept;

// Calls f(node) once for every node under `root` that is not in `seen` yet, inputs before users.
void for_each_node(const Signal& root, std::unordered_set<const SignalNode*>& seen,
                   const std::function<void(const Signal&)>& f);

// Rebuilds trees. One Rewriter keeps what it has rebuilt, so parts that are shared stay shared.
class Rewriter {
public:
    // From a node, its place (on the signal path or not) and its rebuilt inputs, the node that takes its place.
    using Rebuild = std::function<Signal(const Signal& node, bool on_path, std::vector<Signal> inputs)>;
    explicit Rewriter(Rebuild rebuild) : rebuild_(std::move(rebuild)) {}
    Signal run(const Signal& root, bool on_path = true);

private:
    struct Made {
        Signal source;  // held, so that its address stays its own
        Signal result;
    };
    Rebuild rebuild_;
    std::map<std::pair<const SignalNode*, bool>, Made> made_;
};

// The node itself where its inputs are these already, else a copy with them.
Signal with_inputs(const Signal& node, std::vector<Signal> inputs);
Signal with_name(const Signal& node, std::string name);

}  // namespace phonon::lang::passes
