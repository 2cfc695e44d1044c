#include "graph/bounds.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

#include "graph/trace.hpp"

namespace phonon::graph {
namespace {

// Nodes in an order in which those of delay 0 come after what they wait for (Kahn 1962).
std::vector<std::int32_t> order_of(const CostGraph& graph, const std::vector<std::vector<std::int32_t>>& leaving) {
    std::vector<int> missing(graph.work.size(), 0);
    for (const auto& e : graph.edges) missing[static_cast<std::size_t>(e.to)] += e.delay == 0;
    std::vector<std::int32_t> order;
    for (std::size_t n = 0; n < missing.size(); ++n)
        if (missing[n] == 0) order.push_back(static_cast<std::int32_t>(n));
    for (std::size_t i = 0; i < order.size(); ++i)
        for (const std::int32_t e : leaving[static_cast<std::size_t>(order[i])]) {
            const auto& edge = graph.edges[static_cast<std::size_t>(e)];
            if (edge.delay == 0 && --missing[static_cast<std::size_t>(edge.to)] == 0) order.push_back(edge.to);
        }
    assert(order.size() == graph.work.size() && "a cycle without a delay");
    return order;
}

// Longest paths under a given lambda. Where a cycle's time is more than lambda times its delay there is none, and the
// chain of predecessors comes around.
class Paths {
public:
    Paths(const CostGraph& graph, double lambda)
        : graph_(graph), lambda_(lambda), length_(graph.time), before_(graph.time.size(), -1) {}

    // Whether anything became longer.
    bool extend(std::span<const std::int32_t> order, const std::vector<std::vector<std::int32_t>>& leaving) {
        const double least = 1e-9 * lambda_;  // rounding is no progress
        bool longer = false;
        for (const std::int32_t from : order)
            for (const std::int32_t e : leaving[static_cast<std::size_t>(from)]) {
                const auto& edge = graph_.edges[static_cast<std::size_t>(e)];
                const auto to = static_cast<std::size_t>(edge.to);
                const double length = length_[static_cast<std::size_t>(from)] + graph_.time[to] - lambda_ * edge.delay;
                if (!(length > length_[to] + least)) continue;  // nor is a cost that is no number
                length_[to] = length;
                before_[to] = e;
                longer = true;
            }
        return longer;
    }

    // Edges of a cycle among the predecessors, last first.
    std::optional<std::vector<std::int32_t>> cycle() const {
        std::vector<std::int32_t> seen_from(length_.size(), -1);
        for (std::size_t start = 0; start < length_.size(); ++start) {
            auto n = static_cast<std::int32_t>(start);
            while (n >= 0 && seen_from[static_cast<std::size_t>(n)] < 0) {
                seen_from[static_cast<std::size_t>(n)] = static_cast<std::int32_t>(start);
                n = source_of(n);
            }
            if (n < 0 || seen_from[static_cast<std::size_t>(n)] != static_cast<std::int32_t>(start)) continue;
            std::vector<std::int32_t> edges;
            std::int32_t at = n;
            do {
                edges.push_back(before_[static_cast<std::size_t>(at)]);
                at = source_of(at);
            } while (at != n);
            return edges;
        }
        return std::nullopt;
    }

private:
    std::int32_t source_of(std::int32_t n) const {
        const std::int32_t e = before_[static_cast<std::size_t>(n)];
        return e < 0 ? -1 : graph_.edges[static_cast<std::size_t>(e)].from;
    }

    const CostGraph& graph_;
    double lambda_;
    std::vector<double> length_;
    std::vector<std::int32_t> before_;  // by node: the edge that the longest path takes
};

// The ratio of a cycle, given last edge first, where it is larger than that of the cycle before.
bool take_better(Bounds& b, const CostGraph& graph, const std::vector<std::int32_t>& edges) {
    double time = 0;
    int delay = 0;
    std::vector<std::int32_t> cycle;
    for (auto e = edges.rbegin(); e != edges.rend(); ++e) {
        const auto& edge = graph.edges[static_cast<std::size_t>(*e)];
        time += graph.time[static_cast<std::size_t>(edge.from)];
        cycle.push_back(edge.from);
        delay += edge.delay;
    }
    if (!(time / delay > b.lambda)) return false;
    b.lambda = time / delay;
    b.cycle = std::move(cycle);
    b.cycle_delay = delay;
    return true;
}

}  // namespace

double Bounds::on(int threads) const noexcept { return std::max(work / threads, lambda); }

// Lambda as Burns and others find the maximum cycle ratio: a cycle that exceeds the ratio assumed gives a larger one,
// until none exceeds it. Every cycle is simple and each is better than the last, so it ends; and a path that still
// grows after as many passes as there are nodes has gone around one.
Bounds bounds_of(const CostGraph& graph) {
    Bounds b;
    if (graph.work.empty()) return b;
    std::vector<std::vector<std::int32_t>> leaving(graph.work.size());
    for (std::size_t e = 0; e < graph.edges.size(); ++e)
        leaving[static_cast<std::size_t>(graph.edges[e].from)].push_back(static_cast<std::int32_t>(e));
    const std::vector<std::int32_t> order = order_of(graph, leaving);

    b.span = longest_path(graph, 1);
    for (const double w : graph.work) b.work += w;
    const auto dearest = std::max_element(graph.time.begin(), graph.time.end());
    b.lambda = *dearest;
    b.cycle = {static_cast<std::int32_t>(dearest - graph.time.begin())};
    for (bool more = true; more;) {
        more = false;
        Paths paths(graph, b.lambda);
        for (std::size_t pass = 0; pass <= graph.work.size() && !more && paths.extend(order, leaving); ++pass)
            if (const auto edges = paths.cycle()) more = take_better(b, graph, *edges);
    }
    return b;
}

double longest_path(const CostGraph& graph, int quanta) {
    const std::size_t nodes = graph.work.size();
    std::vector<std::vector<std::int32_t>> leaving(nodes), entering(nodes);
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        leaving[static_cast<std::size_t>(graph.edges[e].from)].push_back(static_cast<std::int32_t>(e));
        entering[static_cast<std::size_t>(graph.edges[e].to)].push_back(static_cast<std::int32_t>(e));
    }
    const std::vector<std::int32_t> order = order_of(graph, leaving);
    std::vector<double> ends(nodes * static_cast<std::size_t>(quanta), 0);
    const auto end_of = [&](std::size_t n, std::int64_t k) -> double& {
        return ends[static_cast<std::size_t>(k) * nodes + n];
    };
    double longest = 0;
    for (std::int64_t k = 0; k < quanta; ++k)
        for (const std::int32_t node : order) {
            const auto n = static_cast<std::size_t>(node);
            double begin = k > 0 ? end_of(n, k - 1) : 0;
            for (const std::int32_t e : entering[n]) {
                const auto& edge = graph.edges[static_cast<std::size_t>(e)];
                if (edge.delay <= k)
                    begin = std::max(begin, end_of(static_cast<std::size_t>(edge.from), k - edge.delay));
            }
            end_of(n, k) = begin + graph.time[n];
            longest = std::max(longest, end_of(n, k));
        }
    return longest;
}

CostGraph cost_graph(const Plan& plan, const Costs& costs, std::span<const int> ways) {
    CostGraph g;
    const auto nodes = static_cast<std::int32_t>(plan.nodes.size());
    const std::int32_t director = nodes, sink = nodes + 1;
    const auto add = [&](double work, double parts) {
        g.work.push_back(work);
        g.time.push_back(work / parts);
    };
    for (std::size_t n = 0; n < plan.nodes.size(); ++n)
        add(n < costs.nodes.size() ? costs.nodes[n] : 0, n < ways.size() ? std::max(1, ways[n]) : 1);
    add(costs.direct, 1);
    add(costs.sink, 1);
    for (const double l : costs.listeners) add(l, 1);

    for (std::int32_t n = 0; n < nodes; ++n) {
        const PlanNode& node = plan.nodes[static_cast<std::size_t>(n)];
        if (node.score_slot >= 0) g.edges.push_back({director, n, 0});
        for (const PlanInput& in : plan.inputs_of(node))
            if (in.node >= 0 && in.node != n) g.edges.push_back({in.node, n, in.delay});
    }
    for (const PlanStem& s : plan.stems)
        if (s.node >= 0) g.edges.push_back({s.node, sink, 0});
    if (plan.master >= 0) g.edges.push_back({plan.master, sink, 0});
    for (std::size_t l = 0; l < costs.listeners.size(); ++l)
        g.edges.push_back({sink, sink + 1 + static_cast<std::int32_t>(l), 0});
    return g;
}

std::string cost_name(const Plan& plan, std::int32_t place) {
    const auto nodes = static_cast<std::int32_t>(plan.nodes.size());
    if (place == nodes) return "director";
    if (place == nodes + 1) return "output";
    if (place > nodes + 1) return "levels and hash";
    const PlanNode& n = plan.nodes[static_cast<std::size_t>(place)];
    return plan.bus_names[static_cast<std::size_t>(n.bus)] + ": " + node_name(n);
}

}  // namespace phonon::graph
