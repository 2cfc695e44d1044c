// Every track, run by the parallel executor in ways drawn by dice: threads, depth of the ring, quanta a turn, grain,
// banks split or whole, pauses before tasks and thefts, random victims. All give the bits of the serial walk.
#include <doctest/doctest.h>

#include <atomic>

#include "base/hash.hpp"
#include "compile/lower.hpp"
#include "engine/director.hpp"
#include "engine/tempo_signal.hpp"
#include "graph/parallel.hpp"
#include "graph/shaping.hpp"
#include "tracks.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

struct Way {
    int threads = 0, ring = 2, turn = 1, depth = 0;  // threads 0: the serial walk
    double grain = 0;
    int shares = 1;
    bool whole_loops = false;
    unsigned pause_every = 0;
    std::uint64_t seed = 0;
};

// Hash of the master, before the output stage.
std::uint64_t hash_of(const lang::Program& program, std::int64_t quanta, const Way& way) {
    const auto plan = graph::make_plan(compile::lower(program), {.ring = way.ring}).value();
    graph::Session session(plan);
    graph::Score score(static_cast<int>(plan->scores.size()), static_cast<int>(plan->events.size()), plan->ring);
    Director director(plan, program.tempo, kit(), {256, program.seed});
    const auto tempo = TempoSignal::of(program, 48000, program.seed, 0);
    base::Hasher hasher;
    const graph::PlanNode& master = plan->nodes[static_cast<std::size_t>(plan->master)];
    const graph::RunEnds ends{[&](std::int64_t k) {
                                  if (tempo) director.set_tempo(k * dsp::quantum_frames, tempo->next(k));
                                  director.write(score, k);
                              },
                              [&](std::int64_t k) {
                                  hasher.add({session.output(master, k), master.slot_floats()});
                              }};
    if (way.threads == 0) {
        graph::run_serial(session, score, 0, quanta, ends, graph::Scratch(*plan));
        return hasher.value();
    }
    graph::Costs costs;
    costs.nodes.assign(plan->nodes.size(), 1e-6);
    const graph::Shape shape{
        .grain = way.grain, .quanta = way.turn, .whole_loops = way.whole_loops, .depth = way.depth};
    const std::vector<std::int16_t> shares(plan->nodes.size(), static_cast<std::int16_t>(way.shares));
    graph::Execution execution(plan, graph::make_task_graph(*plan, costs, shape, shares), way.threads);
    graph::ParallelExecutor executor(way.threads);
    std::atomic<std::uint64_t> count{way.seed};
    graph::Disturbance disturbance{way.seed, [&](int) {
                                       const std::uint64_t dice = (count.fetch_add(1) + 1) * 0x9e3779b97f4a7c15u >> 20;
                                       if (way.pause_every == 0 || dice % way.pause_every != 0) return;
                                       for (std::uint64_t i = 0; i < dice / 64 % 32; ++i) graph::pause_briefly();
                                   }};
    graph::Watch watch;
    watch.disturbance = &disturbance;
    const std::int64_t cut = 1 + static_cast<std::int64_t>(way.seed % static_cast<std::uint64_t>(quanta - 1));
    executor.run(execution, session, score, 0, cut, ends, watch);
    executor.run(execution, session, score, cut, quanta, ends, watch);
    return hasher.value();
}

Way random_way(std::uint64_t& dice) {
    const auto one_of = [&](std::initializer_list<int> all) {
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        return *(all.begin() + (dice >> 33) % all.size());
    };
    Way way;
    way.threads = one_of({1, 2, 3, 4, 8, 16, 32});
    way.ring = one_of({2, 4, 8, 32});
    way.turn = one_of({1, 2, 4, 8});
    way.depth = one_of({0, 1, 2, 8});
    way.grain = 1e-6 * one_of({0, 3, 20, 1000});
    way.shares = one_of({1, 2, 3, 16});
    way.whole_loops = one_of({0, 1}) != 0;
    way.pause_every = static_cast<unsigned>(one_of({0, 1, 5, 50}));
    way.seed = static_cast<std::uint64_t>(one_of({0, 1, 77, 12345}));
    return way;
}

void check_ways(int ways, std::int64_t quanta, std::uint64_t dice) {
    for (const Track& track : tracks()) {
        const std::uint64_t expected = hash_of(track.program, quanta, {});
        for (int i = 0; i < ways; ++i) {
            const Way way = random_way(dice);
            INFO(track.name, ": threads ", way.threads, ", ring ", way.ring, ", turn ", way.turn, ", depth ", way.depth,
                 ", grain ", way.grain, ", shares ", way.shares, ", whole loops ", way.whole_loops, ", pauses ",
                 way.pause_every, ", seed ", way.seed);
            CHECK(hash_of(track.program, quanta, way) == expected);
        }
    }
}

}  // namespace

TEST_CASE("every track has one hash in every way the executor can run it") { check_ways(5, 300, 1); }

TEST_SUITE("long") {
    TEST_CASE("every track has one hash in very many ways") { check_ways(100, 1500, 2); }
}
