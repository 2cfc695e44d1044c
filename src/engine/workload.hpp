// What `phonon bench` times: a program, or a synthetic graph, run from its beginning on a number of threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/player.hpp"
#include "graph/synthetic.hpp"

namespace phonon::engine {

struct Way {
    int threads = 1;
    int block = 0;                     // quanta asked for at once, as in a device's callback; 0: offline
    graph::Costs* costs = nullptr;     // one thread: what each node took is added here
    std::vector<int>* ways = nullptr;  // with costs: the most batches of voices that sounded, by node
    bool timeline = false;
};

struct Ran {
    double seconds = 0;          // in all, without setting up and without the pauses between blocks
    std::vector<double> blocks;  // seconds each
    int threads = 1;             // used at the end
    std::string hash;            // of the output
    graph::Timeline timeline;
};

class Workload {
public:
    virtual ~Workload() = default;
    virtual Ran run(const Way& way) = 0;
    virtual const graph::Plan& plan() const = 0;
    virtual std::int64_t quanta() const = 0;  // of a run
};

// Fails where the program needs more memory than it may have. `program` and `sounds` must stay.
base::Result<std::unique_ptr<Workload>, std::string> program_workload(const lang::Program& program, SoundSource& sounds,
                                                                      const PlayerOptions& options);
std::unique_ptr<Workload> synthetic_workload(graph::Synthetic kind, double node_seconds, std::int64_t quanta);

}  // namespace phonon::engine
