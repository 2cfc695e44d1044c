#include "engine/benchmark.hpp"

#include <algorithm>
#include <cmath>

namespace phonon::engine {
namespace {

constexpr std::int64_t simulated_quanta = 2048;  // long enough that a pipeline's filling does not count
constexpr int timed_walks = 5;

// What looking at the clock takes.
double clock_seconds() {
    constexpr int looks = 1000;
    double best = 1;
    for (int round = 0; round < 20; ++round) {
        const auto start = graph::SteadyTime::now();
        auto end = start;
        for (int i = 0; i < looks; ++i) end = graph::SteadyTime::now();
        best = std::min(best, graph::seconds_between(start, end) / looks);
    }
    return best;
}

std::vector<double*> all_of(graph::Costs& costs) {
    std::vector<double*> all{&costs.direct, &costs.sink};
    for (double& c : costs.nodes) all.push_back(&c);
    for (double& c : costs.listeners) all.push_back(&c);
    return all;
}

// Whatever else the machine does makes a node dearer, never cheaper, and meets another node in every walk.
void keep_least(graph::Costs& least, graph::Costs walk) {
    if (least.nodes.empty()) {
        least = std::move(walk);
        return;
    }
    const std::vector<double*> kept = all_of(least), seen = all_of(walk);
    for (std::size_t i = 0; i < kept.size(); ++i) *kept[i] = std::min(*kept[i], *seen[i]);
}

// A timed walk looks at the clock behind every node: that is left out, and what remains is made to add up to what the
// plain walk took.
graph::Costs without_clock(graph::Costs costs, double plain) {
    const std::vector<double*> all = all_of(costs);
    const double clock = clock_seconds();
    for (double* c : all) *c = std::max(0.1 * *c, *c - clock);
    const double scale = plain / costs.work();
    for (double* c : all) *c *= scale;
    return costs;
}

std::vector<int> simulated_threads(int most) {
    std::vector<int> all;
    for (const int p : {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64})
        if (p <= most) all.push_back(p);
    return all;
}

}  // namespace

double percentile(std::vector<double> values, double part) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::size_t>(std::ceil(part * static_cast<double>(values.size()))) - 1;
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::min(at, values.size() - 1));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

Spread spread_of(std::vector<double> values) {
    return {percentile(values, 0.25), percentile(values, 0.5), percentile(values, 0.75)};
}

SimulatedThreads simulate_threads(const graph::Plan& plan, const graph::Costs& costs, const std::vector<int>& ways,
                                  const graph::Bounds& bounds, int threads, int block) {
    SimulatedThreads s{threads, 1, bounds.work, bounds.on(threads)};
    // A block is over when its last quantum is: what runs ahead of others inside it has to be waited for.
    if (block > 0)
        s.bound = std::max(bounds.work / threads, longest_path(cost_graph(plan, costs, ways), block) / block);
    graph::RunnerOptions options{.threads = threads};
    if (block > 0) options.turn = 1;
    const auto limits = graph::limits_for(plan, options, static_cast<int>(costs.listeners.size()), ways);
    if (const auto shaped = graph::shape_for(plan, costs, limits)) {
        const std::int64_t quanta = block > 0 ? block : simulated_quanta;
        s.used = shaped->threads;
        s.seconds = simulate(shaped->graph, s.used, quanta).seconds / static_cast<double>(quanta);
    }
    return s;
}

Benchmark benchmark(Workload& workload, const BenchmarkOptions& options) {
    Benchmark b;
    b.quanta = workload.quanta();
    const auto quanta = static_cast<double>(b.quanta);
    const auto walk = [&] {
        graph::Costs costs;
        workload.run({.block = options.block, .costs = &costs, .ways = &b.ways});
        keep_least(b.costs, graph::divided(std::move(costs), b.quanta));
    };
    for (int w = options.rounds; w < timed_walks; ++w) walk();

    const auto most = static_cast<std::size_t>(std::max(1, options.threads));
    std::vector<std::vector<double>> seconds(most), speedup(most), blocks(most);
    b.measured.resize(most);
    for (int round = 0; round < options.rounds; ++round) {
        std::vector<double> now(most);
        if (round < timed_walks) walk();
        for (std::size_t i = 0; i < most; ++i) {
            // There and back, so that no number of threads always comes first.
            const std::size_t p = round % 2 == 0 ? i : most - 1 - i;
            const Ran ran = workload.run({.threads = static_cast<int>(p) + 1, .block = options.block});
            now[p] = ran.seconds / quanta;
            seconds[p].push_back(now[p]);
            blocks[p].insert(blocks[p].end(), ran.blocks.begin(), ran.blocks.end());
            b.measured[p].used = ran.threads;
            if (b.hash.empty()) b.hash = ran.hash;
            b.same_bits = b.same_bits && ran.hash == b.hash;
        }
        for (std::size_t p = 0; p < most; ++p) speedup[p].push_back(now[0] / now[p]);
    }
    for (std::size_t p = 0; p < most; ++p) {
        MeasuredThreads& m = b.measured[p];
        m.threads = static_cast<int>(p) + 1;
        m.seconds = spread_of(seconds[p]);
        m.speedup = spread_of(speedup[p]);
        if (options.block == 0 && p > 0) continue;
        m.block_median = percentile(blocks[p], 0.5);
        m.block_p99 = percentile(blocks[p], 0.99);
        m.block_most = percentile(blocks[p], 1);
    }
    if (options.timeline && most > 1)
        b.timeline =
            workload.run({.threads = static_cast<int>(most), .block = options.block, .timeline = true}).timeline;
    b.costs = without_clock(std::move(b.costs), b.measured[0].seconds.median);
    b.bounds = graph::bounds_of(graph::cost_graph(workload.plan(), b.costs, b.ways));
    for (const int p : simulated_threads(options.most_simulated))
        b.simulated.push_back(simulate_threads(workload.plan(), b.costs, b.ways, b.bounds, p, options.block));
    return b;
}

}  // namespace phonon::engine
