// What chooses the way by itself, and changes it while it runs, gives the serial walk's bits too.
#include <doctest/doctest.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "graph/runner.hpp"
#include "graph/synthetic.hpp"
#include "random_graph.hpp"
#include "runs.hpp"

using namespace phonon;
using namespace phonon::graph;

namespace {

Ir one_unit(const char* name) {
    Ir ir;
    ir.bus_names = {"d1"};
    IrNode n;
    n.kind = name != nullptr ? IrNode::Kind::unit : IrNode::Kind::silence;
    n.channels = 2;
    if (name != nullptr) {
        n.unit = dsp::find_unit(name);
        for (int i = 0; i < n.unit->facts->input_count(); ++i) n.inputs.push_back(from_value(220));
    }
    ir.nodes.push_back(n);
    ir.master = 0;
    ir.stems.push_back({"d1", 0});
    return ir;
}

// `~echo $ (saw + ~echo) # loop_guard`, late by so many quanta.
Ir feedback(int delay) {
    Ir ir = one_unit("saw");
    IrNode sum, guard;
    sum.kind = IrNode::Kind::sum;
    sum.channels = guard.channels = 2;
    sum.inputs = {from_node(0), from_node(2, delay)};
    guard.kind = IrNode::Kind::unit;
    guard.unit = dsp::find_unit("loop_guard");
    guard.inputs = {from_node(1)};
    ir.nodes.push_back(sum);
    ir.nodes.push_back(guard);
    ir.master = 2;
    return ir;
}

std::uint64_t runner_hash(const Ir& ir, int threads, std::int64_t block, std::int64_t quanta) {
    const auto plan = plan_of(ir, threads > 1 ? Runner::ring : 2);
    Session session(plan);
    const Score score = score_for(*plan);
    Runner runner(plan, {.threads = threads});
    Listener listener{session, {}};
    const RunEnds ends{[](std::int64_t) {}, [&](std::int64_t k) { listener.take(k); }};
    for (std::int64_t k = 0; k < quanta; k += block) runner.run(session, score, k, std::min(quanta, k + block), ends);
    return listener.hasher.value();
}

struct Traced {
    Traced() { setenv("PHONON_TRACE", "/dev/null", 1); }
    ~Traced() { unsetenv("PHONON_TRACE"); }
};

std::vector<std::pair<const char*, Ir>> tiny_graphs() {
    return {{"an oscillator", one_unit("saw")},
            {"silence", one_unit(nullptr)},
            {"a loop", feedback(1)},
            {"a late loop", feedback(5)},
            {"a very late one", feedback(40)}};
}

}  // namespace

TEST_CASE("tiny graphs, for any number of threads and any block") {
    constexpr std::int64_t quanta = 700;  // beyond the first shapes
    for (const auto& [name, ir] : tiny_graphs()) {
        const std::uint64_t expected = serial_hash(ir, quanta);
        for (const int threads : {1, 2, 3, 5, 16, 32})
            for (const std::int64_t block : {1, 7, 64, 700}) {
                CAPTURE(name);
                CAPTURE(threads);
                CAPTURE(block);
                CHECK(runner_hash(ir, threads, block, quanta) == expected);
            }
    }
}

// A trace runs one task a node; where the session's ring has become smaller than the plan's, none may run ahead.
TEST_CASE("and under a trace") {
    const Traced traced;
    constexpr std::int64_t quanta = 700;
    for (const auto& [name, ir] : tiny_graphs())
        for (const int threads : {1, 2}) {
            CAPTURE(name);
            CAPTURE(threads);
            CHECK(runner_hash(ir, threads, 100, quanta) == serial_hash(ir, quanta));
        }
}

TEST_CASE("dear graphs, which are shaped, measured while they run, and shaped anew") {
    constexpr std::int64_t quanta = 800;
    for (const auto kind : {Synthetic::chain16, Synthetic::bus16, Synthetic::tree, Synthetic::feedback}) {
        const Ir ir = synthetic_graph(kind, 200);
        const std::uint64_t expected = serial_hash(ir, quanta);
        for (const int threads : {2, 3, 16})
            for (const std::int64_t block : {8, 333}) CHECK(runner_hash(ir, threads, block, quanta) == expected);
    }
}

// Measured time decides here, and other programs take some: one good try counts.
TEST_SUITE("long") {
    TEST_CASE("a program that becomes dearer while it runs keeps its threads") {
        constexpr std::int64_t quanta = 2048, block = 64, settled = 512;
        const float steps = synthetic_steps(20e-6);
        Ir ir = synthetic_graph(Synthetic::bus16, 1);
        IrNode steps_of_all;
        steps_of_all.kind = IrNode::Kind::score;
        const auto score_node = static_cast<int>(ir.nodes.size());
        for (IrNode& n : ir.nodes)
            if (n.kind == IrNode::Kind::unit) n.inputs[2] = from_node(score_node);
        ir.nodes.push_back(steps_of_all);
        const auto plan = plan_of(ir, Runner::ring);
        const auto blocks_on_one_thread = [&] {
            Session session(plan);
            Score score = score_for(*plan);
            Runner runner(plan, {.threads = 2});
            const RunEnds ends{[&](std::int64_t k) {
                                   ScoreFrames& frames = score.frames(0, k);
                                   frames.changes = 0;
                                   std::fill(std::begin(frames.values), std::end(frames.values),
                                             k < 320 ? 0.05f * steps : steps);
                               },
                               [](std::int64_t) {}};
            int alone = 0;
            for (std::int64_t k = 0; k < quanta; k += block) {
                runner.run(session, score, k, k + block, ends);
                alone += k >= settled && runner.threads_used() == 1;
            }
            return alone;
        };
        int least = INT_MAX;
        for (int attempt = 0; attempt < 8 && least > 0; ++attempt) least = std::min(least, blocks_on_one_thread());
        CHECK(least == 0);
    }
}
