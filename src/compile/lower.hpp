// Checked program to graph.
#pragma once

#include "graph/ir.hpp"
#include "lang/program.hpp"

namespace phonon::compile {

struct LowerOptions {
    bool live = false;       // to be edited while it plays
    int voice_batches = 16;  // of 16 voices for each instrument of an events node: 256 voices
};

// The program has no errors. Never fails: what can go wrong is told by the checker, or by graph::make_plan (memory).
graph::Ir lower(const lang::Program& program, const LowerOptions& options = {});

}  // namespace phonon::compile
