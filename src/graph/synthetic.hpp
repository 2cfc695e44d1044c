// Graphs of equal nodes whose best time is known on paper: what the executor is held to, apart from any music.
#pragma once

#include <optional>
#include <string_view>

#include "graph/ir.hpp"

namespace phonon::graph {

enum class Synthetic : std::uint8_t {
    chain16,   // sixteen nodes one behind the other
    bus16,     // sixteen side by side, and their sum
    tree,      // sixteen leaves added two by two, each sum a node like the others: 31 of them
    feedback,  // a chain of sixteen of which four are a loop of one quantum
};

std::optional<Synthetic> synthetic_named(std::string_view name);
inline constexpr std::string_view synthetic_names = "chain16, bus16, tree, feedback";

// `steps`: what each node does in a quantum (synthetic_steps). Its samples are a function of all that went into it.
Ir synthetic_graph(Synthetic kind, float steps);

// Steps that take this thread so many seconds, measured now.
float synthetic_steps(double seconds);

}  // namespace phonon::graph
