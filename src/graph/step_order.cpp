#include "graph/step_order.hpp"

#include <functional>
#include <queue>

#include "graph/cycles.hpp"

namespace phonon::graph {

// Producers before consumers, whole loops at a time, the earliest in the plan first.
StepOrder step_order(const Plan& plan) {
    const std::size_t count = plan.nodes.size();
    StepOrder order;
    order.loop.assign(count, -1);
    if (plan.largest_delay == 0) {
        for (std::size_t n = 0; n < count; ++n) order.nodes.push_back(static_cast<std::int32_t>(n));
        return order;
    }
    std::vector<std::vector<int>> inputs(count);
    for (std::size_t n = 0; n < count; ++n)
        for (const PlanInput& in : plan.inputs_of(plan.nodes[n]))
            if (in.node >= 0) inputs[n].push_back(in.node);
    order.loop = loops_of(inputs);

    // A group is a loop or a node on none, named after its first node.
    std::vector<std::vector<std::int32_t>> members(count);
    std::vector<std::int32_t> group_of(count), first_of_loop(count, -1);
    for (std::size_t n = 0; n < count; ++n) {
        const auto here = static_cast<std::int32_t>(n);
        group_of[n] = here;
        if (order.loop[n] >= 0) {
            std::int32_t& first = first_of_loop[static_cast<std::size_t>(order.loop[n])];
            if (first < 0) first = here;
            group_of[n] = first;
        }
        members[static_cast<std::size_t>(group_of[n])].push_back(here);
    }
    std::vector<std::vector<std::int32_t>> readers(count);
    std::vector<int> missing(count, 0);
    for (std::size_t n = 0; n < count; ++n)
        for (const int from : inputs[n]) {
            const std::int32_t producer = group_of[static_cast<std::size_t>(from)];
            if (producer == group_of[n]) continue;
            readers[static_cast<std::size_t>(producer)].push_back(group_of[n]);
            ++missing[static_cast<std::size_t>(group_of[n])];
        }
    std::priority_queue<std::int32_t, std::vector<std::int32_t>, std::greater<>> ready;
    for (std::size_t n = 0; n < count; ++n)
        if (!members[n].empty() && missing[n] == 0) ready.push(static_cast<std::int32_t>(n));
    while (!ready.empty()) {
        const auto group = static_cast<std::size_t>(ready.top());
        ready.pop();
        order.nodes.insert(order.nodes.end(), members[group].begin(), members[group].end());
        for (const std::int32_t reader : readers[group])
            if (--missing[static_cast<std::size_t>(reader)] == 0) ready.push(reader);
    }
    return order;
}

}  // namespace phonon::graph
