// What the passes of the lowering share.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compile/lower.hpp"

namespace phonon::compile {

struct Lowering {
    const lang::Program& program;
    const LowerOptions& options;
    graph::Ir ir;
    // Each tree node becomes one graph node; a tree used in two places is one sound.
    std::unordered_map<const lang::SignalNode*, graph::IrInput> made;
    std::vector<graph::IrInput>
        bus_outputs;  // by index into Program::buses; a node while the bus is a loop in the making
    // Edges that stand for the use of a bus: (consumer node, input) -> bus, for the pass that cuts loops.
    struct BusUse {
        int node;
        std::size_t input;
        int bus;
        int user;  // the bus (or, from Program::buses.size() on, the stem) in whose definition it stands
    };
    std::vector<BusUse> bus_uses;
    int current_bus = 0;  // whose definition is being lowered; index into Ir::bus_names
    std::uint64_t next_key = 0;

    // Controls that can reach the events of the definition that is being lowered.
    const std::set<std::string, std::less<>>& controls() const;
    int add(graph::IrNode node);  // gives it its bus and key
    // A node of `unit` with its parameters at their defaults; `inputs` replaces the first ones.
    int add_unit(std::string_view unit, std::vector<graph::IrInput> inputs);
};

// The passes, in the order in which they run.
void lower_buses(Lowering& l);    // trees of units and patterns -> nodes (trees.cpp)
void lower_outputs(Lowering& l);  // stems, their sum, the master chain (outputs.cpp)
void cut_loops(Lowering& l);      // no cycle without a delay is left (loops.cpp)
void drop_unheard(Lowering& l);   // nodes that no output can hear are left out (unheard.cpp)
void set_channels(Lowering& l);   // one or two channels for every node (channels.cpp)
void ease_steps(Lowering& l);     // patterns that steer effects glide from value to value (easing.cpp)

graph::IrInput lower_tree(Lowering& l, const lang::Signal& tree);
// An events node, and the effects that its voices send to (events.cpp).
graph::IrInput lower_events(Lowering& l, const lang::SignalNode& events);
// The bank of an events node; appends what its instruments read from outside to `outer` (voices.cpp).
graph::VoiceBankPlan lower_voices(Lowering& l, const lang::SignalNode& events, std::vector<graph::IrInput>& outer);

// Sends of voices to effects behind them: the control that sets the amount, one a port from 1 on.
std::vector<std::string> sends_of(const Lowering& l);

}  // namespace phonon::compile
