// A benchmark as text for people, JSON for programs, and pictures.
#pragma once

#include <string>
#include <vector>

#include "engine/benchmark.hpp"

namespace phonon::api {

struct BenchPlace {
    std::string name;  // of the program or graph
    double rate = 48000;
    int cores = 1;  // that this machine has
    int block = 0;  // quanta asked for at once; 0: offline
};

std::string bench_text(const engine::Benchmark& b, const graph::Plan& plan, const BenchPlace& place);
std::string bench_json(const engine::Benchmark& b, const graph::Plan& plan, const BenchPlace& place);

// SVG files: speed-up over threads, measured, simulated and at best; and what each thread ran, for some quanta.
std::string speedup_picture(const engine::Benchmark& b, const BenchPlace& place);
std::string timeline_picture(const engine::Benchmark& b, const graph::Plan& plan, const BenchPlace& place);

// What the nodes of each bus cost together, the dearest first; seconds a quantum.
struct BusCost {
    std::string name;
    double seconds = 0;
};
std::vector<BusCost> bus_costs(const engine::Benchmark& b, const graph::Plan& plan);

}  // namespace phonon::api
