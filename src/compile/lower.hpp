// Checked program to graph.
#pragma once

#include "graph/ir.hpp"
#include "lang/program.hpp"

namespace phonon::compile {

struct LowerOptions {
    int polyphony =
        256;            // voices of an events node; each instrument has lanes for all of them, and for those that fade
    bool live = false;  // to be edited while it plays
};

// The program has no errors. Never fails: what can go wrong is told by the checker, or by graph::make_plan (memory).
graph::Ir lower(const lang::Program& program, const LowerOptions& options = {});

}  // namespace phonon::compile
