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
#include "graph/parallel.hpp"
#include "graph/session.hpp"
#include "lang/program.hpp"

namespace phonon::engine {

// Deleted stems that ring out, and which of them have fallen silent: written by the performance, read by the composer.
struct RingOuts {
    explicit RingOuts(std::size_t count) : nodes(count), done(count) {}
    std::vector<int> nodes;  // in the graph that the composer keeps
    std::vector<std::atomic<bool>> done;
};

// What the nodes of an edition cost, in seconds a quantum: guessed when it is composed, then measured while it plays.
// Written by the performance, read by the composer of the next edition.
struct NodeCosts {
    graph::Costs guessed, measured;
    std::atomic<bool> are_measured{false};
    const graph::Costs& known() const noexcept {
        return are_measured.load(std::memory_order_acquire) ? measured : guessed;
    }
};

struct Edition {
    explicit Edition(std::shared_ptr<const graph::Plan> p, int score_depth)
        : plan(std::move(p)),
          session(plan),
          score(static_cast<int>(plan->scores.size()), static_cast<int>(plan->events.size()), score_depth),
          scratch(*plan),
          costs(std::make_shared<NodeCosts>()) {
        serial_costs.nodes.resize(plan->nodes.size());
    }

    std::shared_ptr<const graph::Plan> plan;
    graph::Session session;
    graph::Score score;
    graph::Scratch scratch;
    // How several threads share the work: as the guessed costs ask for, from the first quantum on; then as the measured
    // ones do. `execution` is the one in use; null: the plan is walked serially, which is as fast.
    std::shared_ptr<NodeCosts> costs;
    std::optional<graph::Execution> by_guess, by_measure;
    std::atomic<graph::Execution*> execution{nullptr};
    // Measuring: by the thread that makes sound, over some quanta, in one of the two ways; then it sets `measured`.
    std::optional<graph::Measured> parallel_costs;  // of `by_guess`
    graph::Costs serial_costs;
    int age = 0;  // quanta made
    std::atomic<bool> measured{false};
    bool refined = false;  // the directing thread has made use of it

    bool takes_over = false;   // from the edition before; else it begins in silence
    graph::Heritage heritage;  // its quantum is set when it lands

    lang::Tempo tempo = base::Fraction(1, 2);
    std::uint64_t seed = 0;
    std::unique_ptr<TempoSignal> tempo_signal;
    std::unique_ptr<Director> director;

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
