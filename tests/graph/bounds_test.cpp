// Bounds against closed forms, and against a search over all cycles of small graphs.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <functional>
#include <limits>

#include "graph/bounds.hpp"
#include "graph/synthetic.hpp"

using namespace phonon::graph;

namespace {

CostGraph chain_of(std::size_t count, double cost) {
    CostGraph g;
    g.work.assign(count, cost);
    g.time = g.work;
    for (std::int32_t n = 1; n < static_cast<std::int32_t>(count); ++n) g.edges.push_back({n - 1, n, 0});
    return g;
}

Bounds synthetic_bounds(Synthetic kind) {
    const auto plan = make_plan(synthetic_graph(kind, 10), {}).value();
    Costs costs;
    for (const PlanNode& n : plan->nodes) costs.nodes.push_back(n.kind == IrNode::Kind::unit ? 20.0 : 0.0);
    return bounds_of(cost_graph(*plan, costs));
}

// The largest ratio of all simple cycles, by walking them all.
double largest_ratio(const CostGraph& g) {
    double best = 0;
    std::vector<char> on_path(g.work.size(), 0);
    std::function<void(std::int32_t, std::int32_t, double, int)> walk = [&](std::int32_t start, std::int32_t at,
                                                                            double time, int delay) {
        for (const auto& e : g.edges) {
            if (e.from != at || e.to < start) continue;
            if (e.to == start) {
                best = std::max(best, time / (delay + e.delay));
            } else if (on_path[static_cast<std::size_t>(e.to)] == 0) {
                on_path[static_cast<std::size_t>(e.to)] = 1;
                walk(start, e.to, time + g.time[static_cast<std::size_t>(e.to)], delay + e.delay);
                on_path[static_cast<std::size_t>(e.to)] = 0;
            }
        }
    };
    for (std::size_t n = 0; n < g.work.size(); ++n) {
        best = std::max(best, g.time[n]);
        walk(static_cast<std::int32_t>(n), static_cast<std::int32_t>(n), g.time[n], 0);
    }
    return best;
}

}  // namespace

TEST_CASE("synthetic graphs have the bounds that they have on paper") {
    const auto is = [](Synthetic kind, double work, double span, double lambda, std::size_t cycle) {
        const Bounds b = synthetic_bounds(kind);
        CHECK(b.work == doctest::Approx(work));
        CHECK(b.span == doctest::Approx(span));
        CHECK(b.lambda == doctest::Approx(lambda));
        CHECK(b.cycle.size() == cycle);
    };
    is(Synthetic::chain16, 320, 320, 20, 1);
    is(Synthetic::bus16, 320, 20, 20, 1);
    is(Synthetic::tree, 620, 100, 20, 1);
    is(Synthetic::feedback, 320, 320, 80, 4);
}

TEST_CASE("a block's longest path is the pipeline's filling and its dearest node") {
    CHECK(longest_path(chain_of(16, 20), 8) == doctest::Approx((16 + 7) * 20));
    CHECK(longest_path(chain_of(16, 20), 1) == doctest::Approx(16 * 20));
    CHECK(longest_path(chain_of(1, 3), 8) == doctest::Approx(24));
}

TEST_CASE("voices that can be split bound by their parts") {
    CostGraph g = chain_of(2, 8);
    g.time[0] = 2;
    const Bounds b = bounds_of(g);
    CHECK(b.work == 16.0);
    CHECK(b.span == 10.0);
    CHECK(b.lambda == 8.0);
    CHECK(b.cycle == std::vector<std::int32_t>{1});
    CHECK(b.on(1) == 16.0);
    CHECK(b.on(4) == 8.0);
}

TEST_CASE("a chain of 100,000 nodes with a loop around it has the loop's bound") {
    CostGraph g = chain_of(100'000, 1);
    g.edges.push_back({99'999, 0, 4});
    const Bounds b = bounds_of(g);
    CHECK(b.lambda == doctest::Approx(25'000));
    CHECK(b.cycle.size() == 100'000);
    CHECK(b.cycle_delay == 4);
}

TEST_CASE("lambda is the largest ratio of all cycles") {
    CHECK(rc::check([](const std::vector<std::tuple<std::uint8_t, std::uint8_t, std::uint8_t>>& edges,
                       const std::vector<std::uint8_t>& costs) {
        CostGraph g;
        for (std::size_t n = 0; n < 7; ++n) g.work.push_back(1.0 + (n < costs.size() ? costs[n] : 0));
        g.time = g.work;
        for (std::size_t e = 0; e < edges.size() && e < 14; ++e) {
            const auto [from, to, delay] = edges[e];
            const int a = from % 7, b = to % 7;
            // Edges without a delay only lead forward.
            g.edges.push_back({a, b, a < b ? delay % 3 : 1 + delay % 3});
        }
        const Bounds b = bounds_of(g);
        const double expected = largest_ratio(g);
        RC_ASSERT(std::abs(b.lambda - expected) < 1e-6 * expected);
        double time = 0;
        for (const std::int32_t n : b.cycle) time += g.time[static_cast<std::size_t>(n)];
        RC_ASSERT(std::abs(time / b.cycle_delay - b.lambda) < 1e-6 * expected);
    }));
}

TEST_CASE("costs that are no numbers, or none, end the search as well") {
    for (const double odd : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 0.0}) {
        for (std::size_t where = 0; where < 3; ++where) {
            CostGraph g = chain_of(3, 1);
            g.edges.push_back({2, 0, 1});
            g.edges.push_back({1, 0, 400});
            g.work[where] = g.time[where] = odd;
            const Bounds b = bounds_of(g);
            if (odd == 0) CHECK(b.lambda == doctest::Approx(2));
        }
    }
}
