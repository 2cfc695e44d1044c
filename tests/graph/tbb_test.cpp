// Two executors that share no code give the same bits, and both those of the serial walk.
#ifdef PHONON_WITH_TBB
#include "tbb_executor.hpp"

#include <doctest/doctest.h>

#include "graph/synthetic.hpp"
#include "random_recipes.hpp"
#include "runs.hpp"

using namespace phonon::graph;

namespace {

constexpr std::int64_t quanta = 24;

std::uint64_t tbb_hash(const Ir& ir, int threads, int ring) {
    const auto plan = plan_of(ir, ring);
    Session session(plan);
    const Score score = score_for(*plan);
    Listener listener{session, {}};
    TbbExecutor executor(session, score, quanta, plan->ring, threads,
                         {[](std::int64_t) {}, [&](std::int64_t k) { listener.take(k); }});
    executor.run();
    return listener.hasher.value();
}

}  // namespace

TEST_CASE("oneTBB and ours agree on any graph") {
    CHECK(rc::check([](const std::vector<NodeRecipe>& recipes, std::uint8_t dice) {
        const Ir ir = graph_from(recipes);
        const int threads = 1 + dice % 4, ring = 2 << (dice / 4 % 4);
        const std::uint64_t expected = serial_hash(ir, quanta);
        RC_ASSERT(tbb_hash(ir, threads, ring) == expected);
        RC_ASSERT(parallel_hash(ir, {.threads = threads, .ring = ring}, quanta) == expected);
    }));
}

TEST_CASE("oneTBB and ours agree on the synthetic graphs") {
    for (const auto kind : {Synthetic::chain16, Synthetic::bus16, Synthetic::tree, Synthetic::feedback}) {
        const Ir ir = synthetic_graph(kind, 100);
        CHECK(tbb_hash(ir, 3, 8) == serial_hash(ir, quanta));
    }
}
#endif
