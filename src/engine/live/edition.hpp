// One version of a program that plays: all that is made before it takes over, so that the change itself is short.
//
// Made by the composer on a thread of its own, landed by the performance, given back by it to be destroyed elsewhere.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/director.hpp"
#include "engine/tempo_signal.hpp"
#include "graph/execution.hpp"
#include "graph/heritage.hpp"
#include "graph/session.hpp"
#include "lang/program.hpp"

namespace phonon::engine {

// Deleted stems that ring out, and which of them have fallen silent: written by the performance, read by the composer.
struct RingOuts {
    explicit RingOuts(std::size_t count) : nodes(count), done(count) {}
    std::vector<int> nodes;  // in the graph that the composer keeps
    std::vector<std::atomic<bool>> done;
};

struct Edition {
    explicit Edition(std::shared_ptr<const graph::Plan> p, int score_depth)
        : plan(std::move(p)),
          session(plan),
          score(static_cast<int>(plan->scores.size()), static_cast<int>(plan->events.size()), score_depth),
          scratch(*plan) {
        costs.nodes.resize(plan->nodes.size());
    }

    std::shared_ptr<const graph::Plan> plan;
    graph::Session session;
    graph::Score score;
    graph::Scratch scratch;
    // What the nodes cost, in seconds a quantum: measured by the thread that makes sound, which sets `measured`; then
    // the directing thread makes tasks of it and sets `tasks_ready`. Until then, or where no tasks are worth their
    // hand-over, the plan is walked serially.
    graph::Costs costs;
    int measured_quanta = 0;
    std::atomic<bool> measured{false}, tasks_ready{false};
    std::optional<graph::Execution> execution;
    bool takes_over = false;   // from the edition before; else it begins in silence
    graph::Heritage heritage;  // its quantum is set when it lands

    lang::Tempo tempo = base::Fraction(1, 2);
    std::uint64_t seed = 0;
    std::unique_ptr<TempoSignal> tempo_signal;
    std::unique_ptr<Director> director;  // made when it lands

    std::vector<int> channels;   // for each stem of the plan: its channel of the mixer
    bool raw = false;            // without DC block and limiter
    bool chained = false;        // a master chain stands behind the sum
    std::vector<int> ring_outs;  // nodes of the plan, as in `rings`
    std::shared_ptr<RingOuts> rings;
    std::uint64_t number = 0;  // counts up
};

// What the composer is told when an edition has landed.
struct Landing {
    std::uint64_t edition = 0;
    std::int64_t quantum = 0;
    // Instruments that are retired: the quantum from which on no voice of them sounds.
    struct LastVoice {
        std::size_t bank, instrument;
        std::int64_t over;
    };
    std::vector<LastVoice> last_voices;
};

}  // namespace phonon::engine
