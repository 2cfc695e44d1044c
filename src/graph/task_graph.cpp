#include "graph/task_graph.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "graph/step_order.hpp"

namespace phonon::graph {
namespace {

Task interval(std::int32_t first, std::int32_t last) {
    Task t;
    t.first = first;
    t.last = last;
    return t;
}

// The director, the sink or a listener.
Task end_of(double cost) {
    Task t;
    t.cost = cost;
    return t;
}

struct Cutter {
    const Plan& plan;
    const Costs& costs;
    const Shape& shape;
    TaskGraph& graph;
    StepOrder order;
    std::vector<std::int32_t> first_step;  // by node
    std::vector<std::int32_t> task_of;     // by step

    double cost_of(const Step& s) const {
        if (costs.nodes.empty()) return 0;
        const double whole = costs.nodes[static_cast<std::size_t>(s.node)];
        if (s.share == Step::whole) return whole;
        // The sum of the shares is a small part of a bank's work.
        constexpr double joining = 0.05;
        const double shares = graph.shares[static_cast<std::size_t>(s.node)];
        return s.share == Step::join ? joining * whole : whole / shares;
    }

    void list_steps() {
        first_step.resize(plan.nodes.size());
        for (const std::int32_t node : order.nodes) {
            const auto n = static_cast<std::size_t>(node);
            first_step[n] = static_cast<std::int32_t>(graph.steps.size());
            if (graph.shares[n] > 1) {
                for (std::int16_t s = 0; s < graph.shares[n]; ++s) graph.steps.push_back({node, s});
                graph.steps.push_back({node, Step::join});
            } else {
                graph.steps.push_back({node, Step::whole});
            }
        }
    }

    // The step that others read from.
    std::int32_t last_step(std::int32_t node) const {
        const auto shares = graph.shares[static_cast<std::size_t>(node)];
        return first_step[static_cast<std::size_t>(node)] + (shares > 1 ? shares : 0);
    }

    // Which loop a step is on that may not be cut; -1: none.
    int whole_loop(std::size_t step) const {
        return shape.whole_loops ? order.loop[static_cast<std::size_t>(graph.steps[step].node)] : -1;
    }
    // What the task would hold at once that begins with a step: all of a loop, else the step.
    double least_task(std::size_t step) const {
        const int loop = whole_loop(step);
        double cost = cost_of(graph.steps[step]);
        for (std::size_t s = step + 1; loop >= 0 && s < graph.steps.size() && whole_loop(s) == loop; ++s)
            cost += cost_of(graph.steps[s]);
        return cost;
    }

    void cut() {
        const double grain = shape.grain;
        const bool fuse = grain > 0 && !costs.nodes.empty();
        task_of.resize(graph.steps.size());
        bool open = false;
        for (std::size_t s = 0; s < graph.steps.size(); ++s) {
            const auto here = static_cast<std::int32_t>(s);
            if (!open) graph.tasks.push_back(interval(here, here));
            Task& t = graph.tasks.back();
            t.last = here + 1;
            t.cost += cost_of(graph.steps[s]);
            task_of[s] = static_cast<std::int32_t>(graph.tasks.size()) - 1;
            if (s + 1 == graph.steps.size()) break;
            if (whole_loop(s) >= 0 && whole_loop(s) == whole_loop(s + 1)) {
                open = true;
                continue;
            }
            // A dear step ahead does not wait for a cheap run before it to fill up.
            const bool dear_next = fuse && least_task(s + 1) >= grain && t.cost >= grain / 4;
            open = fuse && t.cost < grain && !dear_next;
        }
    }

    void connect(std::int32_t from, std::int32_t to, std::int32_t delay) {
        graph.tasks[static_cast<std::size_t>(to)].inputs.push_back({from, delay});
    }

    // The same edge is wanted once, whatever number of inputs stand behind it.
    void close_edges() {
        for (std::size_t t = 0; t < graph.tasks.size(); ++t) {
            auto& inputs = graph.tasks[t].inputs;
            const auto key = [](const TaskEdge& e) { return std::pair(e.task, e.delay); };
            std::sort(inputs.begin(), inputs.end(), [&](auto& a, auto& b) { return key(a) < key(b); });
            inputs.erase(std::unique(inputs.begin(), inputs.end(), [&](auto& a, auto& b) { return key(a) == key(b); }),
                         inputs.end());
            for (const TaskEdge& e : inputs)
                graph.tasks[static_cast<std::size_t>(e.task)].consumers.push_back(
                    {static_cast<std::int32_t>(t), e.delay});
        }
    }

    bool delayed_between_tasks() const {
        for (const Task& t : graph.tasks)
            for (const TaskEdge& e : t.inputs)
                if (e.delay > 0) return true;
        return false;
    }

    void connect_steps() {
        for (std::size_t s = 0; s < graph.steps.size(); ++s) {
            const Step& step = graph.steps[s];
            const PlanNode& node = plan.nodes[static_cast<std::size_t>(step.node)];
            const std::int32_t task = task_of[s];
            if (step.share == Step::join) {
                for (std::int32_t share = first_step[static_cast<std::size_t>(step.node)];
                     share < static_cast<std::int32_t>(s); ++share)
                    if (task_of[static_cast<std::size_t>(share)] != task)
                        connect(task_of[static_cast<std::size_t>(share)], task, 0);
                continue;
            }
            if (node.score_slot >= 0) connect(graph.director(), task, 0);
            for (const PlanInput& in : plan.inputs_of(node)) {
                if (in.node < 0) continue;
                const std::int32_t from = task_of[static_cast<std::size_t>(last_step(in.node))];
                // Inside a task the order does what an edge would: also for a delayed edge, whose older slot no one
                // overwrites before the task itself comes around.
                if (from != task) connect(from, task, in.delay);
            }
        }
    }

    void connect_ends() {
        const auto sink = static_cast<std::int32_t>(graph.tasks.size());
        graph.tasks.push_back(end_of(costs.sink));
        const auto heard = [&](std::int32_t node) {
            if (node >= 0) connect(task_of[static_cast<std::size_t>(last_step(node))], sink, 0);
        };
        for (const PlanStem& s : plan.stems) heard(s.node);
        heard(plan.master);
        // The sink ends a turn: it follows every task that no other follows at once, so that when it is done, all are.
        std::vector<char> followed(graph.tasks.size(), 0);
        for (const Task& t : graph.tasks)
            for (const TaskEdge& e : t.inputs)
                if (e.delay == 0) followed[static_cast<std::size_t>(e.task)] = 1;
        for (std::int32_t t = 0; t < sink; ++t)
            if (!followed[static_cast<std::size_t>(t)]) connect(t, sink, 0);
        for (int l = 0; l < shape.listeners; ++l) {
            const auto known = static_cast<std::size_t>(l) < costs.listeners.size();
            graph.tasks.push_back(end_of(known ? costs.listeners[static_cast<std::size_t>(l)] : 0));
            connect(sink, sink + 1 + l, 0);
        }
        graph.listeners = shape.listeners;
    }
};

}  // namespace

double Costs::work() const noexcept {
    double sum = direct + sink;
    for (const double x : nodes) sum += x;
    for (const double x : listeners) sum += x;
    return sum;
}

Costs divided(Costs c, std::int64_t quanta) {
    const double n = static_cast<double>(quanta);
    for (double& x : c.nodes) x /= n;
    for (double& x : c.listeners) x /= n;
    c.direct /= n;
    c.sink /= n;
    return c;
}

double TaskGraph::work() const noexcept {
    double sum = 0;
    for (const Task& t : tasks) sum += t.cost;
    return sum;
}

double TaskGraph::dearest() const noexcept {
    double most = 0;
    for (const Task& t : tasks) most = std::max(most, t.cost);
    return most;
}

int TaskGraph::useful_threads(int offered) const noexcept {
    const auto tasks_at_once = static_cast<double>(tasks.size());
    const double useful = dearest() > 0 ? std::min(tasks_at_once, std::ceil(work() / dearest())) : tasks_at_once;
    return std::clamp(static_cast<int>(useful), 1, std::max(1, offered));
}

TaskGraph make_task_graph(const Plan& plan, const Costs& costs, const Shape& shape,
                          std::span<const std::int16_t> shares) {
    TaskGraph graph;
    graph.shares.assign(plan.nodes.size(), 1);
    for (std::size_t n = 0; n < shares.size(); ++n)
        if (plan.nodes[n].kind == IrNode::Kind::events) graph.shares[n] = std::max<std::int16_t>(1, shares[n]);
    graph.tasks.push_back(end_of(costs.direct));
    Cutter cutter{plan, costs, shape, graph, step_order(plan), {}, {}};
    cutter.list_steps();
    cutter.cut();
    cutter.connect_steps();
    // A turn of several quanta would need the end of a delayed edge before its beginning.
    graph.quanta = cutter.delayed_between_tasks() ? 1 : std::clamp(shape.quanta, 1, plan.ring);
    cutter.connect_ends();
    cutter.close_edges();
    const int most = static_cast<int>(std::bit_floor(static_cast<unsigned>(plan.ring / graph.quanta)));
    int least = 1;
    for (const Task& t : graph.tasks)
        for (const TaskEdge& e : t.inputs) least = std::max(least, e.delay + 1);
    graph.depth =
        shape.depth == 0
            ? most
            : std::clamp(static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(shape.depth, least)))), 1, most);
    return graph;
}

}  // namespace phonon::graph
