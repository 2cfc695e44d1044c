#include "graph/carried_costs.hpp"

#include <map>
#include <tuple>

namespace phonon::graph {
namespace {

// Seconds a quantum, on a machine of today; whether a node is dear matters, not how dear it is.
constexpr double usual_bank = 15e-6, usual_unit = 1.5e-6, usual_copy = 0.1e-6;

double usual_cost(const PlanNode& n) {
    switch (n.kind) {
        case IrNode::Kind::events: return usual_bank;
        case IrNode::Kind::unit: return usual_unit;
        case IrNode::Kind::score:
        case IrNode::Kind::port:
        case IrNode::Kind::sum:
        case IrNode::Kind::silence: break;
    }
    return usual_copy;
}

// Nodes of one kind cost about the same.
using Likeness = std::tuple<IrNode::Kind, const dsp::UnitRow*, int>;
Likeness likeness_of(const PlanNode& n) { return {n.kind, n.unit, n.channels}; }

}  // namespace

Costs usual_costs(const Plan& fresh) {
    Costs costs;
    for (const PlanNode& n : fresh.nodes) costs.nodes.push_back(usual_cost(n));
    return costs;
}

Costs carried_costs(const Costs& old, const Plan& before, const Plan& fresh, const Heritage& heritage) {
    struct Sum {
        double seconds = 0;
        int count = 0;
    };
    std::map<Likeness, Sum> alike;
    for (std::size_t n = 0; n < before.nodes.size(); ++n) {
        Sum& sum = alike[likeness_of(before.nodes[n])];
        sum.seconds += old.nodes[n];
        ++sum.count;
    }
    Costs costs;
    costs.direct = old.direct;
    costs.sink = old.sink;
    costs.listeners = old.listeners;
    for (std::size_t n = 0; n < fresh.nodes.size(); ++n) {
        if (const int from = heritage.nodes[n]; from >= 0) {
            costs.nodes.push_back(old.nodes[static_cast<std::size_t>(from)]);
        } else if (const auto like = alike.find(likeness_of(fresh.nodes[n])); like != alike.end()) {
            costs.nodes.push_back(like->second.seconds / like->second.count);
        } else {
            costs.nodes.push_back(usual_cost(fresh.nodes[n]));
        }
    }
    return costs;
}

}  // namespace phonon::graph
